using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Q.Bench.Parts;

namespace Q.Bench;

/// <summary>What a part may cost, beside what it does cost.</summary>
internal sealed class BudgetColumn : IColumn
{
    public string Id => nameof(BudgetColumn);

    public string ColumnName => "Budget";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => false;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "what the part may cost";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        PartTable.All.First(part =>
            part.Name == (string)benchmarkCase.Parameters["Part"]) is var part && part.MostNanoseconds is { } most
            ? $"{most:N0} ns{(part.MostBytes is { } bytes ? $", {bytes} B" : "")}"
            : part.MostBytes is { } only ? $"{only} B" : "-";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) =>
        GetValue(summary, benchmarkCase);

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;
}
