namespace Q.Core;

/// <summary>What a person writes for a member of an enum: the first word is shown, the others are taken too.</summary>
[AttributeUsage(AttributeTargets.Field)]
internal sealed class WordsAttribute(params string[] words) : Attribute
{
    public string[] Words { get; } = words;
}
