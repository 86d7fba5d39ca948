using Q.Screen;
using Q.Terminal;

namespace Q.Tests.Screen;

/// <summary>Whose eyes look.</summary>
internal enum Eyes
{
    Usual,
    Protan,
    Deutan,
    Tritan,
}

/// <summary>
/// What the colours of xterm look like: its palette (resources color0 to color15), the simulation of colour blindness by Machado,
/// Oliveira and Fernandes ("A Physiologically-based Model for Simulation of Color Vision Deficiency", 2009, severity 1.0, on linear
/// sRGB), and the difference CIEDE2000 (Sharma, Wu and Dalal, 2005) in CIELAB under D65.
/// </summary>
internal static class SeenColour
{
    private static readonly int[] s_xterm =
    [
        0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
        0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
    ];

    /// <summary>Letter and ground of a look, as 0xRRGGBB, on a terminal with this letter and ground.</summary>
    public static (int Front, int Back) Of(Paint paint, int front, int back)
    {
        var ink = paint.Front == Ink.Default ? front : s_xterm[paint.Front - Ink.Black];
        var ground = paint.Back == Ink.Default ? back : s_xterm[paint.Back - Ink.Black];
        if ((paint.Attr & Attr.Dim) != 0) // xterm takes two thirds of the letter's colour
            ink = ((ink >> 16) * 2 / 3 << 16) | ((ink >> 8 & 0xFF) * 2 / 3 << 8) | ((ink & 0xFF) * 2 / 3);
        return (paint.Attr & Attr.Reverse) != 0 ? (ground, ink) : (ink, ground);
    }

    /// <summary>WCAG's contrast of two colours, 1 to 21.</summary>
    public static double Contrast(int one, int other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    /// <summary>CIEDE2000 of two colours as these eyes see them.</summary>
    public static double Difference(int one, int other, Eyes eyes) => Difference(Lab(one, eyes), Lab(other, eyes));

    /// <summary>CIEDE2000 of two colours of CIELAB.</summary>
    public static double Difference((double L, double A, double B) one, (double L, double A, double B) other)
    {
        var meanChroma = (Math.Sqrt(one.A * one.A + one.B * one.B) + Math.Sqrt(other.A * other.A + other.B * other.B)) / 2;
        var seventh = Math.Pow(meanChroma, 7);
        var g = 0.5 * (1 - Math.Sqrt(seventh / (seventh + Math.Pow(25, 7))));
        var (c1, h1) = Polar(one.A * (1 + g), one.B);
        var (c2, h2) = Polar(other.A * (1 + g), other.B);
        var hasHue = c1 * c2 != 0;
        var turn = !hasHue ? 0 : h2 - h1 > 180 ? h2 - h1 - 360 : h2 - h1 < -180 ? h2 - h1 + 360 : h2 - h1;
        var dh = 2 * Math.Sqrt(c1 * c2) * Sin(turn / 2);
        var (l, c) = ((one.L + other.L) / 2, (c1 + c2) / 2);
        var h = !hasHue ? h1 + h2 : Math.Abs(h1 - h2) <= 180 ? (h1 + h2) / 2 : h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2;
        var t = 1 - 0.17 * Cos(h - 30) + 0.24 * Cos(2 * h) + 0.32 * Cos(3 * h + 6) - 0.20 * Cos(4 * h - 63);
        var dl = (other.L - one.L) / (1 + 0.015 * (l - 50) * (l - 50) / Math.Sqrt(20 + (l - 50) * (l - 50)));
        var dc = (c2 - c1) / (1 + 0.045 * c);
        dh /= 1 + 0.015 * c * t;
        var rc = 2 * Math.Sqrt(Math.Pow(c, 7) / (Math.Pow(c, 7) + Math.Pow(25, 7)));
        var rt = -Sin(60 * Math.Exp(-Math.Pow((h - 275) / 25, 2))) * rc;
        return Math.Sqrt(dl * dl + dc * dc + dh * dh + rt * dc * dh);
    }

    private static (double Chroma, double Hue) Polar(double a, double b)
    {
        var hue = Math.Atan2(b, a) * 180 / Math.PI;
        return (Math.Sqrt(a * a + b * b), hue < 0 ? hue + 360 : hue);
    }

    private static double Sin(double degrees) => Math.Sin(degrees * Math.PI / 180);

    private static double Cos(double degrees) => Math.Cos(degrees * Math.PI / 180);

    private static (double L, double A, double B) Lab(int colour, Eyes eyes)
    {
        var (r, g, b) = Seen(Linear(colour), eyes);
        var x = Curve((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
        var y = Curve(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
        var z = Curve((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883);
        return (116 * y - 16, 500 * (x - y), 200 * (y - z));
    }

    private static double Curve(double t) => t > 216.0 / 24389 ? Math.Cbrt(t) : (24389.0 / 27 * t + 16) / 116;

    private static (double R, double G, double B) Seen((double R, double G, double B) c, Eyes eyes)
    {
        var seen = eyes switch
        {
            Eyes.Protan => (0.152286 * c.R + 1.052583 * c.G - 0.204868 * c.B, 0.114503 * c.R + 0.786281 * c.G + 0.099216 * c.B,
                -0.003882 * c.R - 0.048116 * c.G + 1.051998 * c.B),
            Eyes.Deutan => (0.367322 * c.R + 0.860646 * c.G - 0.227968 * c.B, 0.280085 * c.R + 0.672501 * c.G + 0.047413 * c.B,
                -0.011820 * c.R + 0.042940 * c.G + 0.968881 * c.B),
            Eyes.Tritan => (1.255528 * c.R - 0.076749 * c.G - 0.178779 * c.B, -0.078411 * c.R + 0.930809 * c.G + 0.147602 * c.B,
                0.004733 * c.R + 0.691367 * c.G + 0.303900 * c.B),
            _ => c,
        };
        return (Math.Clamp(seen.Item1, 0, 1), Math.Clamp(seen.Item2, 0, 1), Math.Clamp(seen.Item3, 0, 1));
    }

    private static (double R, double G, double B) Linear(int colour) => (Linear1(colour >> 16), Linear1(colour >> 8 & 0xFF), Linear1(colour & 0xFF));

    private static double Linear1(int value) => value <= 10 ? value / 255.0 / 12.92 : Math.Pow((value / 255.0 + 0.055) / 1.055, 2.4);

    private static double Luminance(int colour)
    {
        var (r, g, b) = Linear(colour);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    }
}
