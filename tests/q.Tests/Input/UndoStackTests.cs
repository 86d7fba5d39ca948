using Q.Input;

namespace Q.Tests.Input;

internal sealed class UndoStackTests
{
    [Test]
    public async Task The_newest_two_hundred_come_back_in_order()
    {
        var stack = new UndoStack();
        for (var i = 0; i < 300; i++)
            stack.Keep(new($"{i}", 0));
        await Assert.That(stack.Count).IsEqualTo(200);
        for (var i = 299; i >= 100; i--)
        {
            await Assert.That(stack.TryTake(default, out var state)).IsTrue();
            await Assert.That(state.Text).IsEqualTo($"{i}");
        }
        await Assert.That(stack.TryTake(default, out _)).IsFalse();
    }

    [Test]
    public async Task A_pasted_file_is_kept_a_few_times_and_not_two_hundred()
    {
        var (stack, file) = (new UndoStack(), new string('x', 3 * 512 * 1024));
        for (var i = 0; i < 50; i++)
            stack.Keep(new(file, i));
        await Assert.That(stack.Count).IsEqualTo(2);
        stack.Keep(new(string.Concat(Enumerable.Repeat(file, 4)), 0));
        await Assert.That(stack.Count).IsEqualTo(1); // larger than all that may be kept: one step back is always there
        stack.Keep(new("small", 0));
        stack.TryTake(default, out _);
        stack.Clear();
        for (var i = 0; i < 10; i++)
            stack.Keep(new("small", i));
        await Assert.That(stack.Count).IsEqualTo(10);
    }

    [Test]
    public async Task A_pasted_file_counts_where_it_stands_as_one_character_too_and_once_where_it_stays()
    {
        var (stack, file) = (new UndoStack(), new string('x', 3 * 1024 * 1024));
        for (var i = 0; i < 50; i++)
            stack.Keep(new(Chips.None.For(file, out var chips), 1, chips));
        await Assert.That(stack.Count).IsEqualTo(1);
        var pasted = Chips.None.For(file, out var kept);
        for (var i = 0; i < 100; i++)
            stack.Keep(new($"{pasted}{i}", 1, kept));
        await Assert.That(stack.Count).IsEqualTo(100);
    }
}
