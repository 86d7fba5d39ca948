namespace System.Runtime.CompilerServices;

/// <summary>
/// The compiler asks for this name where a record's properties are set; netstandard2.0 does not have it.
/// </summary>
internal static class IsExternalInit;
