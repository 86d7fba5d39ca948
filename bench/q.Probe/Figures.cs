using System.Globalization;

namespace Q.Probe;

/// <summary>Measured values of one kind.</summary>
internal sealed class Figures
{
    private readonly List<double> _values = [];

    public int Count => _values.Count;

    public double Median => At(0.5);

    public void Add(double value) => _values.Add(value);

    /// <summary>The value that this share of all is not above.</summary>
    public double At(double share)
    {
        if (_values.Count == 0)
            return double.NaN;
        _values.Sort();
        return _values[(int)Math.Clamp(Math.Ceiling(share * _values.Count) - 1, 0, _values.Count - 1)];
    }

    public static string Text(double value) => value.ToString(
        Math.Abs(value) < 10 ? "0.00" : Math.Abs(value) < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture);
}
