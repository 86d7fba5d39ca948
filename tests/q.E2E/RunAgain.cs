using Q.E2E;
using TUnit.Core.Exceptions;

[assembly: RunAgain]

namespace Q.E2E;

/// <summary>
/// A test through a real terminal that fails is run once more, since the machine may have stood still; that it failed is
/// written to the file that <c>Q_RUN_AGAIN</c> names, and build.sh shows it. Whatever may lose somebody's work has no second try.
/// </summary>
internal sealed class RunAgainAttribute() : RetryAttribute(1)
{
    public override async Task<bool> ShouldRetry(TestContext context, Exception exception, int currentRetryCount)
    {
        if (exception is SkipTestException)
            return false;
        if (Environment.GetEnvironmentVariable("Q_RUN_AGAIN") is { Length: > 0 } file)
            await File.AppendAllTextAsync(file, $"{context.Metadata.DisplayName}: {exception.Message}\n\n");
        return true;
    }
}
