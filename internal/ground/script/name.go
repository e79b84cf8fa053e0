package script

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Name is a personal name taken apart, in one script or several.
type Name struct {
	Text string // as written
	// Tokens are the parts in their order, folded, what belongs together in one
	// token (see ParseName), articles and "son of" gone. In Arabic script آ is
	// kept apart from ا.
	Tokens []string
	// Titles are those that opened the name, each by its one name in Latin
	// letters whatever the script: "sayyed", "haji", "doctor" ... Two lists
	// seldom agree on them, so they are weak evidence and in no key.
	Titles []string
}

// ParseName takes a personal name apart. It knows spelling and not persons: it
// does not say which token is the given name.
//
//   - "Surname, Given" is turned round when there is one comma.
//   - al-, el- and the assimilated forms before a sun letter go, and ال where
//     the word is not a Persian one (الهام stays); bin, ibn and bint go.
//   - Titles at the head are set apart, unless nothing would be left.
//   - One token are: abd, abu, umm and what follows; X and zadeh, pour, nejad,
//     far, fard, nia, khah, manesh, doust; X and allah, din, eslam, sadat,
//     zaman; pour at the head of a longer surname. An article inside such a
//     token goes as well: Abd-ol-Rahman, Abdurrahman and Abdulrahman are
//     "abdrahman", عبد الرحمن is "عبدرحمن".
//   - Compound given names are one token when both halves are in a small table:
//     gholam, mohammad, ali, amir or mir before reza, ali, hossein, mehdi ...
//     Since محمدرضا cannot be parted without knowing it, the parted form is
//     joined; so an Arabic chain "Mohammad Ali Hasan" has "mohammadali". What
//     "son of" parts stays two.
func ParseName(text string) Name {
	titles, pieces := Pieces(text)
	n := Name{Text: text, Tokens: make([]string, len(pieces))}
	for i, p := range pieces {
		n.Tokens[i] = p.Token
	}
	for _, t := range titles {
		if !slices.Contains(n.Titles, t.Name) {
			n.Titles = append(n.Titles, t.Name)
		}
	}
	return n
}

// Piece is a token of a name, with where it stands.
type Piece struct {
	Token    string // as in Name.Tokens
	From, To int    // bytes of the text, an article before it included
	// Words are the words that the token was made of, in the order written.
	Words []string
	// Son tells that "son of" or "daughter of" stood before it.
	Son bool
	// Article tells that it was written with an article at its head.
	Article bool
}

// Title is a title with where it stands.
type Title struct {
	Name     string // as in Name.Titles
	From, To int    // bytes of the text
}

// Pieces gives what ParseName gives with its places: the given name first when
// a comma turned it round. Between two pieces of the answer may stand what is
// no word: a reader of roles looks there.
func Pieces(text string) ([]Title, []Piece) {
	titles, rest := takeTitles(withoutArticles(nameWords(text)))
	return titles, join(rest)
}

// nameWords gives the words of a name, given name first, folded but for آ.
func nameWords(text string) []word {
	words := make([]word, 0, 8)
	tokens := Tokens(text)
	for i := 0; i < len(tokens); i++ {
		from, to, n := tokens[i].From, tokens[i].To, i
		for i+1 < len(tokens) && tokens[i+1].From < to { // the words of a ligature
			i++
			to = max(to, tokens[i].To)
		}
		if n == i && !foldsOtherwise(text[from:to]) {
			words = append(words, word{text: tokens[i].Word, from: from, to: to})
			continue
		}
		for _, w := range foldName(text[from:to]) {
			words = append(words, word{text: w, from: from, to: to})
		}
	}
	if at := strings.IndexAny(text, ",،"); at >= 0 {
		_, size := utf8.DecodeRuneInString(text[at:])
		cut := slices.IndexFunc(words, func(w word) bool { return w.from > at })
		if cut > 0 && !strings.ContainsAny(text[at+size:], ",،") {
			words = slices.Concat(words[cut:], words[:cut])
		}
	}
	return words
}

// foldsOtherwise tells a word that foldName may fold otherwise than Fold: one
// with an alef that carries a madda, or may, or a hamza that carries a vowel.
func foldsOtherwise(text string) bool {
	return strings.Contains(text, "آ") || strings.HasPrefix(text, "ئ") || strings.Contains(text, "\u0653") ||
		strings.IndexByte(text, 0xef) >= 0 // the presentation forms
}

// foldName folds a word and keeps آ.
func foldName(text string) []string {
	text = norm.NFKC.String(text) // so that alef and a separate madda are one letter
	// In Kurdish a hamza at the head only carries the vowel after it.
	if rest, ok := strings.CutPrefix(text, "ئ"); ok && rest != "" {
		if vowel, ok := strings.CutPrefix(rest, "ا"); ok {
			text = "آ" + vowel
		} else {
			text = "ا" + rest
		}
	}
	f := folder{out: make([]byte, 0, len(text)), madda: true}
	f.fold(text)
	return words(string(f.out))
}

// word is a word of a name on the way to becoming a token.
type word struct {
	text     string
	from, to int // bytes of the text
	// article tells that an article stood before: after abd, or before din, it
	// marks a joined form.
	article bool
	son     bool // "son of" stood before it
}

// withoutArticles drops articles and "son of", but never the last word.
func withoutArticles(words []word) []word {
	kept := make([]word, 0, len(words))
	article, son, from := false, false, -1
	for i, w := range words {
		more := i+1 < len(words)
		if more && isArticle(w.text, words[i+1].text) {
			article, from = true, w.from
			continue
		}
		if IsSonOf(w.text) && more {
			son = true
			continue
		}
		bare, had := cutArticle(w.text)
		w.text, w.article, w.son = bare, article || had, son
		if from >= 0 && from < w.from {
			w.from = from
		}
		kept = append(kept, w)
		article, son, from = false, false, -1
	}
	return kept
}

// isArticle tells a Latin al, el, ol, ul or its form before a sun letter.
func isArticle(text, next string) bool {
	if len(text) < 2 || len(text) > 3 || !strings.Contains("aeiou", text[:1]) {
		return false
	}
	switch text[1:] {
	case "l":
		return true
	case "d", "dh", "n", "r", "s", "sh", "t", "th", "z":
		return strings.HasPrefix(next, text[1:])
	}
	return false
}

// IsSonOf tells the folded words that in Arabic names stand between a person
// and the father.
func IsSonOf(word string) bool {
	switch word {
	case "bin", "ibn", "ben", "bint", "بن", "ابن", "بنت":
		return true
	}
	return false
}

// cutArticle takes ال off a word of Arabic script, and off din in Latin. Words
// that are Persian, or are الله, begin with the same letters and are left.
func cutArticle(text string) (bare string, had bool) {
	switch text {
	case "eddin", "uddin", "oddin", "addin", "eldin", "aldin", "eddine", "eldine", "aldine", "eldeen", "aldeen":
		return "din", true
	}
	bare, had = strings.CutPrefix(text, "ال")
	if !had || utf8.RuneCountInString(bare) < 3 || strings.ContainsAny(bare, "پچژگ") {
		return text, false
	}
	for _, ending := range [...]string{"یان", "ی", "زاده", "پور", "نژاد", "نیا", "فر"} {
		if stem, ok := strings.CutSuffix(text, ending); ok && beginsPersian(stem) {
			return text, false
		}
	}
	if beginsPersian(text) || strings.HasPrefix(text, "الله") {
		return text, false
	}
	return bare, true
}

// beginsPersian tells words in which ال is no article. An Arabic name that it
// lists would keep its article; a Persian one that it lacks loses two letters.
func beginsPersian(text string) bool {
	switch text {
	case "الهام", "الیاس", "الناز", "الوند", "البرز", "المیرا", "الماس", "الینا", "الیکا",
		"الکساندر", "الیزابت", "الدوز", "الوین", "المان", "النا", "السانا", "الهیار":
		return true
	}
	return false
}

// takeTitles sets apart the titles at the head of a name; what is left is
// never empty, for a title alone is somebody's surname.
func takeTitles(words []word) (titles []Title, rest []word) {
	for len(words) > 0 {
		title, after := titleOf(words)
		if title == "" || len(after) == 0 {
			break
		}
		titles = append(titles, Title{title, words[0].from, words[len(words)-len(after)].from})
		if last := len(words) - len(after) - 1; last >= 0 {
			titles[len(titles)-1].To = words[last].to
		}
		words = after
	}
	return titles, words
}

// titleOf gives the title that opens words and the words after it.
func titleOf(words []word) (title string, after []word) {
	if t := oneWordTitle(words[0].text); t != "" {
		return t, words[1:]
	}
	if rest, ok := afterSayyed(words[0].text); ok {
		first := words[0]
		first.text = rest
		return "sayyed", append([]word{first}, words[1:]...)
	}
	if len(words) < 2 {
		return "", nil
	}
	switch words[0].text + " " + words[1].text {
	case "آیت الله", "ایت الله", "آیه الله", "ایه الله", "ayat allah", "ayat ollah":
		return "ayatollah", words[2:]
	case "حجت اسلام", "حجه اسلام", "hojjat eslam", "hojat eslam", "hujjat islam":
		return "hojjatoleslam", words[2:]
	}
	return "", nil
}

// afterSayyed gives the given name to which sayyed was written on (سیدعلی). It
// must be a common one, because surnames begin so too (سیدی).
func afterSayyed(text string) (rest string, ok bool) {
	for _, head := range [...]string{"سید", "seyyed", "seyed", "sayyed", "sayed"} {
		if rest, ok = strings.CutPrefix(text, head); ok {
			bones := skeleton(rest)
			return rest, isSecond(bones) || strings.HasPrefix(bones, "mhmd")
		}
	}
	return "", false
}

// oneWordTitle gives the title that a folded word is, without its article, or "".
func oneWordTitle(text string) string {
	switch text {
	case "سید", "سیده", "sayyed", "sayyid", "sayed", "sayid", "seyyed", "seyed", "syed", "seyedeh", "seyyedeh", "sayyida":
		return "sayyed"
	case "حاج", "حاجی", "حاجیه", "haj", "hajj", "haji", "hajji", "hadj", "hadji", "hajieh", "hajiyeh", "hajja":
		return "haji"
	case "دکتر", "دکتور", "دکتوره", "د", "dr", "doctor", "doktor":
		return "doctor"
	case "شیخ", "sheikh", "sheik", "shaikh", "shaykh", "sheykh":
		return "sheikh"
	case "ملا", "mulla", "mullah", "molla", "mollah":
		return "mulla"
	case "میرزا", "mirza":
		return "mirza"
	case "آیتالله", "ایتالله", "ayatollah", "ayatullah":
		return "ayatollah"
	case "حجتالاسلام", "حجهالاسلام", "والمسلمین", "hojatoleslam", "hojjatoleslam", "hujjatulislam", "hojatolislam":
		return "hojjatoleslam"
	case "مهندس", "mohandes", "muhandis", "engineer", "eng":
		return "engineer"
	case "استاد", "استاذ", "پروفسور", "ostad", "ustad", "professor", "prof":
		return "professor"
	case "آقا", "اقا", "آقای", "اقای", "agha", "aqa", "aghaye", "mr":
		return "mr"
	case "خانم", "khanom", "khanum", "mrs", "ms", "miss":
		return "ms"
	}
	return ""
}
