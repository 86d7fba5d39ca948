namespace Q.Naming;

/// <summary>What people ask for, with what it says about the type of the session.</summary>
internal static class ActionWords
{
    /// <summary>Given in their base form; endings are understood.</summary>
    public static ReadOnlySpan<(WordKind Kind, TypeHint Hint, string Words)> English => new[]
    {
        (WordKind.Action, TypeHint.Debug, "fix debug bugfix hotfix troubleshoot repair mend"),
        (WordKind.Action, TypeHint.Symptom, "investigate diagnose bisect"),
        (WordKind.Action, TypeHint.Plan, "plan design brainstorm architect"),
        (WordKind.Action, TypeHint.Review, "review check recheck inspect audit"),
        (WordKind.Action, TypeHint.Build,
            "refactor optimize optimise implement migrate translate convert rename port document benchmark generate scaffold " +
            "redesign rewrite replace extract split upgrade deploy"),
        (WordKind.Action, TypeHint.None,
            "test explain profile remove delete merge release configure install bump downgrade squash rebase simulate " +
            "summarize summarise compare improve revert undo verify analyze analyse compress parse export import draft estimate " +
            "simplify format render compile rotate"),
        (WordKind.MinorAction, TypeHint.Build, "add create make write build support introduce extend enable disable port"),
        (WordKind.MinorAction, TypeHint.None,
            "use update change set show run execute list find move turn switch allow handle send read save print draw generate " +
            "return remember convert increase reduce limit speed hook resolve call give ensure prevent avoid store load open close " +
            "keep stop wrap insert apply adjust"),
        (WordKind.Weak, TypeHint.Symptom,
            "crash panic segfault hang fail freeze"),
    };

    /// <summary>Other languages, folded; only the forms that are here.</summary>
    public static ReadOnlySpan<(WordKind Kind, TypeHint Hint, string Words)> Others => new[]
    {
        (WordKind.Action, TypeHint.Debug,
            "behebe beheben repariere reparieren korrigiere fixe debugge corrige corriger corrigez repare reparer debogue deboguer " +
            "arregla arreglar corregir depura depurar repara corrija corrigir conserte consertar depure napraw naprawic popraw " +
            "poprawic zdebuguj duzelt onar oprav opravit repareer correggi ratta"),
        (WordKind.Action, TypeHint.Plan,
            "plane planen planung entwirf entwerfe entwerfen entwurf konzept planifie planifier concois concevoir conception " +
            "planifica planificar disena disenar diseno planeje planejar projete projetar zaplanuj zaplanowac zaprojektuj planla " +
            "tasarla tasarim naplanuj navrhni ontwerp progetta pianifica planera"),
        (WordKind.Weak, TypeHint.Plan, "architecture roadmap proposal rfc planning plans designs"),
        (WordKind.Action, TypeHint.Review,
            "pruefe pruefen ueberpruefe ueberpruefen begutachte verifie verifier relis relire revois revoir revisa revisar comprueba " +
            "verifica revise verifique verificar sprawdz sprawdzic przejrzyj incele gozden controleer controlla rivedi granska " +
            "zkontroluj"),
        (WordKind.Action, TypeHint.Build,
            "refaktoriere refaktorisiere uebersetze uebersetzen optimiere traduis traduire refactorise refactoriser optimise " +
            "traduce traducir refactoriza optimiza traduza refatore otimize przetlumacz zoptymalizuj zoptymalizowac zrefaktoruj " +
            "cevir migriere aktualisiere"),
        (WordKind.Action, TypeHint.None, "erklaere erklaer explique expliquer expliquez explica wyjasnij acikla loesche supprime supprimer"),
        (WordKind.MinorAction, TypeHint.Build,
            "schreibe schreib erstelle erstellen baue bau fuege erzeuge ajoute ajouter ecris ecrire cree creer genere anade " +
            "anadir agrega agregar escribe escribir crea crear genera crie criar adicione adicionar escreva gere dodaj napisz " +
            "stworz utworz zrob ekle yaz olustur yap voeg maak schrijf aggiungi scrivi pridej vytvor napis lagg skapa skriv"),
        (WordKind.MinorAction, TypeHint.None,
            "zeige zeig aendere aktualisieren raeume montre change mostra muestra cambia altere mude pokaz zmien goster degistir"),
        (WordKind.Weak, TypeHint.Symptom,
            "fehler fehlermeldung absturz stuerzt abstuerzt kaputt problem erreur erreurs plante bloque echoue casse bug bugs " +
            "error errors fallo falla falha falhas erro erros blad bledu bledy zawiesza hata hatasi hatayi chyba fout errore fel " +
            "exception exceptions crashes crashed crashing crashed broken broke breaks breaking fails failed failing failure " +
            "failures panicked segfaults leak leaks leaking traceback stacktrace hangs freezes stuck deadlocks unexpected flaky " +
            "segmentation fault faults exit"),
    };
}
