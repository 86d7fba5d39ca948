using Q.Terminal;

namespace Q.Screen;

/// <summary>The whole terminal as cells: paints a model into the back grid and writes what changed. App loop only.</summary>
internal sealed class Renderer(ITerminal terminal, Look look, Attention? attention = null, bool hasMouse = false, bool hasLinks = false) : IScreen
{
    private readonly FrameWriter _frame = new(terminal, look, hasMouse, hasLinks);
    private readonly ScreenPainter _painter = new(look);

    public int PageRows => _painter.PageRows;

    public long TopAt => _painter.TopAt;

    public long EndAt => _painter.EndAt;

    public long CallAt => _painter.CallAt;

    public ScrollState Beside => _painter.Beside;

    public int CardTop => _painter.CardTop;

    public ScrollState Draw(ScreenModel model)
    {
        var scroll = _painter.Whole(_frame.Begin(terminal.Size), model);
        _frame.Cursor = _painter.Cursor;
        _frame.Scrolls(_painter.Scrolls.Top, _painter.Scrolls.Bottom);
        attention?.Tell(model, _frame.Asides);
        _frame.End();
        return scroll;
    }

    public void Forget() => _frame.Forget();

    public void Leave()
    {
        _frame.Asides.Clear();
        attention?.Leave(_frame.Asides);
        _frame.Leave();
    }

    public void Dispose() => _frame.Dispose();
}
