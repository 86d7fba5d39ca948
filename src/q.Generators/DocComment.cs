using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Q.Generators;

/// <summary>A doc comment as help: its tags become plain text. What does not parse as XML is as good as none.</summary>
internal sealed class DocComment
{
    private readonly XElement _root;

    private DocComment(XElement root) => _root = root;

    public string Summary => Text(_root.Element("summary"));

    public string Remarks => Text(_root.Element("remarks"));

    public IEnumerable<string> Examples => _root.Elements("example").Select(Text).Where(static text => text.Length > 0);

    public static DocComment Of(ISymbol symbol, CancellationToken cancel)
    {
        var xml = symbol.GetDocumentationCommentXml(cancellationToken: cancel);
        try
        {
            return new(string.IsNullOrWhiteSpace(xml) ? new XElement("member") : XElement.Parse(xml!));
        }
        catch (XmlException)
        {
            return new(new XElement("member"));
        }
    }

    public string Parameter(string name) =>
        Text(_root.Elements("param").FirstOrDefault(param => (string?)param.Attribute("name") == name));

    private static string Text(XElement? element)
    {
        if (element is null)
            return "";
        var parts = element.DescendantNodes().Select(static node => node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "paramref" } named => (string?)named.Attribute("name") ?? "",
            XElement { Name.LocalName: "see" } see => ((string?)see.Attribute("cref") ?? "").Split('.', ':').Last(),
            _ => "",
        });
        return Regex.Replace(string.Concat(parts), @"\s+", " ").Trim();
    }
}
