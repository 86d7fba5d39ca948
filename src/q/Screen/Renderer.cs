using Q.Terminal;

namespace Q.Screen;

/// <summary>The whole terminal as cells: paints a model into the back grid and writes what changed. App loop only.</summary>
internal sealed class Renderer(ITerminal terminal, Look look, Attention? attention = null, bool hasMouse = false, bool hasLinks = false) : IScreen
{
    private readonly FrameWriter _frame = new(terminal, look, hasMouse, hasLinks);
    private readonly ScreenPainter _painter = new(look, attention);

    public int PageRows => _painter.PageRows;

    public long TopAt => _painter.TopAt;

    public long EndAt => _painter.EndAt;

    public long CallAt => _painter.CallAt;

    public ScrollState Beside => _painter.Beside;

    public CardShown Card => _painter.Card;

    public ScrollState Draw(ScreenModel model)
    {
        var scroll = _painter.Whole(_frame.Begin(terminal.Size), model);
        _frame.Scrolls(_painter.Scrolls.Top, _painter.Scrolls.Bottom);
        _painter.End(_frame, model);
        return scroll;
    }

    public void Forget() => _frame.Forget();

    public void Leave() => _painter.Leave(_frame);

    public void Dispose() => _frame.Dispose();
}
