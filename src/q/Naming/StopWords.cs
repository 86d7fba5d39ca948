namespace Q.Naming;

/// <summary>Grammar, politeness and talk, folded as <see cref="AsciiFold"/> does: never part of a name.</summary>
internal static class StopWords
{
    public static ReadOnlySpan<string> All => new[]
    {
        // English
        "a an the this that these those it its it's i me my mine we us our ours you your yours he him his she her they them their " +
        "who whom whose which what when where why how whether if then else than so too very just only also still again already " +
        "even ever never always often sometimes maybe perhaps really quite rather almost about above after against along among " +
        "around as at before behind below beside between beyond by down during except for from in inside into like near of off on " +
        "onto out outside over past per since through throughout till to toward towards under until up upon via with within " +
        "without and or but nor not no yes yeah yep nope ok okay is am are was were be been being have has had having does did " +
        "doing done do can could will would shall should may might must ought need needs needed needing want wants wanted wanna " +
        "gonna gotta let lets let's going goes gone went come comes came coming get gets got getting gotten put puts take takes " +
        "took taken taking give gives gave given giving keep keeps kept seem seems seemed say says said tell tells told know " +
        "knows knew known think thinks thought understand understanding trying try tries tried look looks looked looking see " +
        "sees saw seen wonder wondering help helps helped helping please pls plz kindly thanks thank thx cheers sorry hello hi " +
        "hey yo hola dear morning afternoon evening night good great nice fine well better best bad worse worst much many more most " +
        "lot lots some any every each all both few several other others another same such own first second third last next " +
        "previous new old big small large little long short high low able possible possibly impossible sure certain certainly " +
        "actually basically currently recently quickly simply easily probably likely here there everywhere somewhere anywhere " +
        "nothing something anything everything nobody somebody anybody everybody someone anyone everyone now today yesterday " +
        "tomorrow soon later early week weeks once twice one two three because though although while instead however therefore " +
        "otherwise hence thus etc eg ie vs mind hope bit way ways kind sort of case cases idea ideas part parts thing things stuff " +
        "question questions question: time times people person don doesn didn isn aren wasn weren won wouldn couldn shouldn " +
        "hasn haven hadn dont doesnt didnt isnt arent wasnt wont wouldnt couldnt shouldnt hasnt havent cant cannot im ive ill id youre " +
        "advance trouble walk step steps through favor favour appreciate appreciated possible would-be colleague team moment " +
        "teh dosnt somehow anymore away back together apart across yet between per between became become becomes using used " +
        "wonderful happy glad love fun weird strange wrong right correct correctly properly proper work works worked working " +
        "happen happens happened happening start starting starts started believe feel feels felt suppose supposed expect expected " +
        "mean means meant reason reasons issue: note: keep keeping makes",

        // German
        "der die das den dem des ein eine einen einem einer eines und oder aber nicht kein keine keinen ich du er sie es wir ihr " +
        "mich mir dich dir uns euch ihm ihn ihnen mein meine meinen meinem meiner dein deine unser unsere unserem unseren unserer " +
        "ist sind war waren wird werden wurde wurden sein bin bist hat habe haben hatte hatten kann kannst koennen koennt konnte " +
        "koennte koenntest soll sollen sollte muss muessen musst moechte moechten will wollen wollte darf duerfen wie was wer wo " +
        "wann warum wieso weshalb welche welcher welches wenn dann damit dass weil ob als auch noch nur schon sehr so zu zum zur " +
        "von vom vor nach bei beim mit ohne fuer gegen ueber unter auf aus an am im ins in um durch bis seit zwischen bitte danke " +
        "vielen dank hallo guten tag morgen abend gruss gruesse mal einmal bevor nachdem hier da dort jetzt heute gestern immer nie " +
        "alle alles jede jeder jedes viele mehr weniger etwas nichts man sich selbst gibt geht gehen macht machen mach helfen hilf " +
        "hilfe brauche brauchen aelter neu neue neuen steht kommt klappt laeuft laufen hinzu doch denn gerade leider wieder ganz " +
        "tage tagen schauen schau",

        // French
        "le la les l un une des du de d et ou mais ne pas plus je tu il elle on nous vous ils elles mon ma mes ton ta tes " +
        "notre nos votre vos leur leurs ce cet cette ces qui que quoi quel quelle quels quelles quand comment pourquoi dans en sur " +
        "sous avec sans pour par chez entre vers est sont suis es sommes etes etait ai as ont avons avez avoir etre fait faire fais " +
        "peux peut pouvez pourriez pourrais peuvent dois doit devez veux veut voudrais bonjour bonsoir salut merci svp plait il " +
        "si oui non tres trop bien aussi tout tous toute toutes peut-etre y moi toi lui aider aidez aide aimerais besoin manque",

        // Spanish
        "el la los las lo un una unos unas y o pero no ni si de del al a en con sin por para sobre entre hasta desde que quien como " +
        "cuando donde cual cuales porque se me te nos le les mi mis tu tus su sus este esta estos estas ese esa eso es son era ser " +
        "estar estoy esta estan hay haber he ha han tengo tiene tienen tener puede puedes puedo podria podrias quiero quisiera " +
        "necesito necesitamos hola buenos buenas dias tardes noches gracias favor ayuda ayudas ayudame muy mas menos tambien ya " +
        "cada todo todos toda todas antes despues cuyo muchas muchos hace hacer haga hagan cae",

        // Portuguese
        "o os as um uma uns umas e ou mas nao nem do da dos das no na nos nas ao aos em com sem por pelo pela para pra que quem como " +
        "quando onde qual quais porque eu voce ele ela eles elas meu minha meus minhas seu sua seus suas este isto isso esse essa " +
        "sao foi era esta estou tem tenho ter pode poderia posso quero preciso precisamos ola bom boa dia tarde noite obrigado " +
        "obrigada favor ajuda ajude ajudar muito mais tambem ja faco fazer faz passa mas",

        // Polish
        "i oraz lub albo ale nie tak to ten ta te tego tej tym w we z ze na do od po przy przed przez dla o u za nad pod bez jak " +
        "jaki jaka jakie kiedy gdzie dlaczego czemu czy co kto ktory ktora ktore sie jest sa byl byla bylo byc mam masz ma moge " +
        "mozesz moze prosze dziekuje dzieki czesc witam dzien dobry moj moja moje nasz nasza nasze bardzo tez juz jeszcze wieloma " +
        "widzi",

        // Turkish
        "bir bu su o ve veya ile icin ama ancak de da ki mi mu ne neden nasil nerede zaman hangi kim var yok ben sen biz siz onlar " +
        "benim senin bizim lutfen merhaba selam tesekkurler tesekkur yardim eder misin daha cok az gibi sonra once her tum butun " +
        "olarak olan oldu",

        // Dutch, Italian, Swedish, Czech
        "het een van voor naar met op te aan bij niet ik jij wij graag bedankt alsjeblieft toe il gli i uno di dal dalla nel nella " +
        "sul sulla con per tra fra che chi come dove perche non ciao grazie prego favore och eller men inte jag att ett som till " +
        "fran pa av hej tack snalla i prosim diky ahoj ten ktery jako proc",
    };
}
