namespace Q.Turns;

/// <summary>What a model is told of a tool. <paramref name="InputSchemaJson"/> is a JSON Schema object.</summary>
internal sealed record ToolSpec(string Name, string Description, string InputSchemaJson);
