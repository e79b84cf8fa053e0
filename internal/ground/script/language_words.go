package script

import (
	"strings"
	"sync"
)

// hearArabicScript weighs the letters of a word in Arabic script. Old keyboards
// wrote Persian with the Arabic ي and ك, which therefore speak for nobody.
func (l *listener) hearArabicScript(word string) {
	for i, r := range word {
		switch r {
		case 'پ', 'چ', 'ژ', 'گ':
			l.add(2, persian)
			l.add(1, sorani, pashto, urdu)
		case 'ی', 'ک':
			l.add(0.5, persian, sorani, urdu)
			l.add(0.3, pashto)
		case 'ې', 'ۍ', 'ټ', 'ډ', 'ړ', 'ږ', 'ښ', 'ڼ', 'ځ', 'څ', 'ګ':
			l.add(3, pashto)
		case 'ێ', 'ۆ', 'ڕ', 'ڵ', 'ڤ', 'ە':
			l.add(3, sorani)
		case 'ٹ', 'ڈ', 'ڑ', 'ے', 'ں', 'ہ', 'ھ':
			l.add(3, urdu)
		case 'ة', 'إ':
			l.add(2, arabic)
		case 'أ':
			l.add(1, arabic)
		case 'ى':
			if i+len("ى") == len(word) {
				l.add(0.5, arabic) // inside a word it is a Persian ی of old
			}
		}
	}
	if strings.HasPrefix(word, "ال") && len(word) >= 8 || strings.HasPrefix(word, "وال") || strings.HasPrefix(word, "بال") && len(word) >= 10 {
		l.add(1.2, arabic)
	}
}

// hearLetters weighs letters that few languages have.
func (l *listener) hearLetters(word string) {
	for _, r := range word {
		switch r {
		case 'ı', 'ğ', 'İ', 'Ğ':
			l.add(1.5, turkish)
		case 'ş', 'Ş':
			l.add(0.7, turkish, kurmanji)
		case 'ß':
			l.add(2, german)
		case 'ä', 'Ä':
			l.add(0.5, german)
		case 'ö', 'ü', 'Ö', 'Ü':
			l.add(0.3, german, turkish)
		case 'ñ', 'Ñ':
			l.add(2, spanish)
		case 'ã', 'õ', 'Ã', 'Õ':
			l.add(2, portuguese)
		case 'œ', 'è', 'ù':
			l.add(0.7, french)
		case 'ê', 'î', 'û', 'Ê', 'Î', 'Û':
			l.add(0.4, french, kurmanji)
		case 'ы', 'э', 'ё', 'Ы', 'Э', 'Ё':
			l.add(1.5, russian)
		case 'і', 'ї', 'є', 'ґ', 'ў', 'І', 'Ї', 'Є', 'Ґ', 'Ў', 'ј', 'љ', 'њ', 'ћ', 'ђ', 'џ', 'ә', 'ғ', 'қ', 'ң', 'ө', 'ұ', 'ү', 'һ', 'ҳ', 'ӣ', 'ӯ', 'ҷ':
			l.add(2, ukrainian) // and other neighbours of Russian
		case 'ײ', 'ױ', 'װ':
			l.add(2, yiddish)
		case 'ó', 'í':
			l.add(0.3, spanish)
		}
	}
	for _, ending := range []string{"ть", "ся", "ый", "ий", "ых", "ым", "ого"} {
		if strings.HasSuffix(word, ending) {
			l.add(0.7, russian)
			break
		}
	}
}

func (l *listener) add(points float64, to ...tongue) {
	for _, t := range to {
		l.points[t] += points
	}
}

// smallWords gives the languages that have a small word. Words of Arabic script
// stand in every spelling that is met.
var smallWords = sync.OnceValue(func() map[string][]tongue {
	words := map[string][]tongue{}
	for t, list := range map[tongue]string{
		persian: "از و به در که را این اين است آن با برای براي تا یا يا می مي نمی نمي های هاي ها ای اي بود بودند شد شده شدند کرد كرد کردند كردند " +
			"دارد داشت نیز نيز هم خود یک يك هر باید بايد اگر چه چون هیچ هيچ نه من ما او آنها آنان شما پس پیش پيش بر هستند نیست نيست كه بی بي روی روي",
		arabic:     "في من على إلى الى أن ان إن عن هذا هذه ذلك تلك التي الذي الذين كان كانت قد لم لا ما هو هي مع بعد قبل كل بين ثم أو او لن ليس حتى عند منذ أي غير لكن إنه أنه كما",
		urdu:       "کے کی کا کو میں ہے ہیں اور سے نے پر یہ وہ اس ان کہ تھا تھی تھے نہیں ہو ایک بھی کر جو تو ہی گیا لیے ساتھ",
		pashto:     "د په چې او کې له دی دې نه ته سره هم دا يو یو کړي کړ شوی وي وو يې یې پر تر ده دي",
		sorani:     "لە بە کە و بۆ ئەو ئەم هەر لەو لەم یان بوو هەموو نەک دەبێ وەک لەگەڵ بەڵام ئەوەی",
		hebrew:     "של את על לא הוא היא אני כי זה עם גם אל כל או אם יש הם היה אך רק",
		yiddish:    "און די איז פֿון פון צו ניט נישט מיט אויף האט דאס דער",
		russian:    "и в не на что он с как это по но они мы из у за так же все она было бы его для только был к до вы или если ещё когда кто меня были от тех тот этот того этого чтобы при ни нет лет год также должен может быть мог ничего кроме",
		ukrainian:  "і в не на що він з як це та до за від але вони ми із у або його для був була було є які",
		bulgarian:  "и в не на че той с като това по но те ние от за са да се със е един беше който която ще",
		english:    "the of and to in that is was for with he she they not by from his her were are this it be on as at which who had have but an or their all no there when one would",
		french:     "le la les de des du et est que qui dans une un pour pas sur au aux il elle ils nous vous par ne se ce cette avec sont été plus mais ou où son sa ses leur en je",
		spanish:    "el la los las de del que y en un una con por para no es su se lo al como más pero sus este esta han sin sobre entre había ser ha toda todo todos tiene cada desde donde cuando también porque muy hasta le les nos antes fue son",
		german:     "der die das und ist nicht den von zu mit sich ein eine auf dem des im in er sie es für als auch an war wurde werden aus bei hat nach dass oder einer einem wie zum zur haben sind am",
		turkish:    "ve bir bu da de için ile olarak çok olan var gibi daha ne o ki kadar sonra ama her değil en mi olduğu tarafından hiç onun ya ise",
		italian:    "il lo la gli le di del della dei e è che non un una per con da in si sono nel alla al ha più come questo anche ma i",
		portuguese: "o a os as de do da dos das que e em um uma para com não por no na se mais foi como mas ao ele seu sua são",
		dutch:      "de het een en van is niet dat op te in die met voor zijn aan er was door hij ze ook maar bij om als werd naar uit",
		kurmanji:   "û ku ji di de bi li ew ev na jî bo wê xwe her an yên",
	} {
		for _, word := range strings.Fields(list) {
			words[word] = append(words[word], t)
		}
	}
	return words
})
