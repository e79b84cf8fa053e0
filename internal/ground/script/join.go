package script

import (
	"strings"
	"unicode/utf8"
)

// mostParts bounds how many words make one token. No name comes near it; it
// keeps the work for a hostile text in proportion to its length.
const mostParts = 8

// join makes tokens of words, gluing those that make one name.
func join(words []word) []Piece {
	pieces := make([]Piece, 0, len(words))
	opened := "" // the last token, while it is a single word as written
	for i, w := range words {
		text, last := tighten(w.text), i == len(words)-1
		glued := opens(opened) || len(pieces) > 0 && closes(w, last) || compound(opened, text)
		if n := len(pieces); glued && !w.son && len(pieces[n-1].Words) < mostParts {
			p := &pieces[n-1]
			p.Token, p.From, p.To = glue(p.Token, text), min(p.From, w.from), max(p.To, w.to)
			p.Words = append(p.Words, w.text)
			opened = ""
			continue
		}
		pieces = append(pieces, Piece{Token: text, From: w.from, To: w.to, Words: []string{w.text}, Son: w.son, Article: w.article})
		opened = text
	}
	return pieces
}

// Compound tells that two folded words that stand side by side are the halves
// of a compound given name, which others write as one: mohammad reza, غلام
// حسین. It knows a small table, as ParseName does.
func Compound(before, after string) bool {
	return WritingOf(before) == WritingOf(after) && compound(tighten(before), after)
}

// glue puts this behind before, without the ه that is only heard as the vowel
// before ای (خامه‌ای).
func glue(before, this string) string {
	if this == "ای" {
		before = strings.TrimSuffix(before, "ه")
	}
	return before + oneDin(this)
}

// opens tells a word that is never a name without the next one. That pour is
// not the last word is known where this is asked: it would have been closed.
func opens(text string) bool {
	switch text {
	case "abd", "abu", "umm", "عبد", "ابو", "ام", "pour", "pur", "poor", "پور":
		return true
	}
	return false
}

// closes tells a word that belongs to the one before it.
func closes(w word, last bool) bool {
	switch w.text {
	case "zadeh", "zade", "zada", "nejad", "nezhad", "nijad", "nia", "niya", "far", "fard",
		"khah", "manesh", "doust", "dust", "doost",
		"زاده", "نژاد", "نجاد", "نیا", "فر", "فرد", "خواه", "منش", "دوست", "ای",
		"allah", "ollah", "ullah", "elah", "الله", "اله", "sadat", "سادات":
		return true
	case "pour", "pur", "poor", "پور", "بور":
		return last
	}
	return w.article && isGenitive(w.text)
}

// isGenitive tells a word that with an article makes one name with the word
// before it, as din does in Nasir al-Din.
func isGenitive(text string) bool {
	switch text {
	case "din", "deen", "eslam", "islam", "sadat", "zaman", "دین", "اسلام", "سادات", "زمان":
		return true
	}
	return false
}

// mayBeHalf tells by length and ends, before anything is heard, that a word may
// be the first half of a compound name: an index asks for every two words of a
// text.
func mayBeHalf(word string) bool {
	if len(word) < 3 || len(word) > 12 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(word)
	s, _ := utf8.DecodeLastRuneInString(word)
	return strings.ContainsRune("غقمعاحهسصوری", r) && strings.ContainsRune("مدیرنسبفهاع", s) ||
		strings.ContainsRune("gqmaehsvwryok", r) && strings.ContainsRune("mdtiyrnsbfhea", s)
}

// compound tells two halves of a compound given name, by their skeletons so
// that one table serves all scripts and spellings.
func compound(first, second string) bool {
	if !mayBeHalf(first) {
		return false
	}
	if strings.HasPrefix(first, "ع") || strings.IndexByte("ou", first[0]) >= 0 {
		return compoundAfterAin(first, second)
	}
	var buf [64]byte
	switch string(appendBones(buf[:0], first)) {
	case "qlm", "mhmd", "aly", "amr", "mr": // gholam mohammad ali amir mir
		return isSecond(skeleton(second))
	case "hmd", "ahmd", "mhmvd", "sd", "vhd", "amd", "mjd": // hamid ahmad mahmoud saeed vahid omid majid
		return skeleton(second) == "rza"
	case "hsyn", "hsn", "abs", "qrbn", "rjb", "rmzn", "sfr", "ysf", "hdr", "hmza": // hossein hasan abbas ghorban rajab ramazan safar yousef heydar hamzeh
		return skeleton(second) == "aly"
	}
	return false
}

// compoundAfterAin is compound for what begins with ain or a round vowel: of
// those Ali, Abbas and Omid open compound names, and Omar, whose skeleton is that
// of Amir, does not.
func compoundAfterAin(first, second string) bool {
	switch skeleton(first) {
	case "aly":
		return isSecond(skeleton(second))
	case "amd":
		return skeleton(second) == "rza"
	case "abs":
		return skeleton(second) == "aly"
	}
	return false
}

// isSecond tells the skeleton of a given name that is often the latter half of
// a compound one.
func isSecond(skeleton string) bool {
	switch skeleton {
	case "rza", "aly", "hsyn", "hsn", "mhdy", "mhmd", "akbr", "asqr", // reza ali hossein hasan mehdi mohammad akbar asghar
		"jd", "tqy", "nqy", "bqr", "sdq", "jfr", "kzm", "amn", "abs", // javad taghi naghi bagher sadegh jafar kazem amin abbas
		"abrhm", "asml", "ysf", "mstfa", "mrtza", "rsl", "hdr", "sla", "hdy", "sd": // ebrahim esmail yousef mostafa morteza rasoul heydar saleh hadi saeed
		return true
	}
	return false
}

// tighten gives joined forms that are written as one word the shape that join
// gives them when they are parted: without an article inside.
func tighten(text string) string {
	if text == "" {
		return text
	}
	if text[0] >= utf8.RuneSelf {
		return tightenArabic(text)
	}
	return tightenLatin(text)
}

func tightenArabic(text string) string {
	for _, head := range [...]string{"عبد", "ابو"} {
		rest, ok := strings.CutPrefix(text, head+"ال")
		if ok && utf8.RuneCountInString(rest) >= 3 && !strings.HasPrefix(rest, "له") {
			return head + rest
		}
	}
	for _, tail := range [...]string{"دین", "اسلام", "سادات", "زمان"} {
		if at := strings.Index(text, "ال"+tail); at > len("ا") {
			return text[:at] + text[at+len("ال"):]
		}
	}
	return text
}

func tightenLatin(text string) string {
	switch text {
	case "abdol", "abdul", "abdel", "abdal":
		return "abd"
	case "abou", "abo", "aboo", "abol", "abul", "aboul":
		return "abu"
	case "om", "omm", "um", "oum", "omol", "ummul":
		return "umm"
	}
	if rest, ok := strings.CutPrefix(text, "abd"); ok {
		return "abd" + cutInnerArticle(rest)
	}
	for _, head := range [...]string{"abou", "aboo", "abo", "abu"} {
		if rest, ok := strings.CutPrefix(text, head); ok {
			return "abu" + cutL(rest)
		}
	}
	for _, tail := range [...]string{"din", "deen", "dine", "eslam", "islam", "sadat", "zaman"} {
		stem, ok := strings.CutSuffix(text, tail)
		if !ok {
			continue
		}
		if bare := cutTrailingArticle(stem, tail[0]); bare != stem {
			return bare + oneDin(tail)
		}
		return text
	}
	return text
}

// oneDin spells din in one way.
func oneDin(text string) string {
	switch text {
	case "deen", "dine":
		return "din"
	}
	return text
}

// cutInnerArticle takes ol, ul, el, al off rest, or a vowel and the first of
// two like consonants, as in abd-urrahman. It spells allah in one way.
func cutInnerArticle(rest string) string {
	bare := strings.TrimLeft(rest, "aeou")
	if tail, ok := strings.CutPrefix(strings.Replace(bare, "ll", "l", 1), "lah"); ok && !strings.HasPrefix(tail, "ad") { // not abd-ol-ahad
		return "allah" + tail
	}
	if len(bare) < len(rest) && len(bare) >= 4 && (bare[0] == 'l' || bare[0] == bare[1]) {
		return bare[1:]
	}
	return rest
}

// cutL takes the l off rest when a consonant follows it: abu-lfazl.
func cutL(rest string) string {
	if len(rest) >= 4 && rest[0] == 'l' && !strings.Contains("aeiouy", rest[1:2]) {
		return rest[1:]
	}
	return rest
}

// cutTrailingArticle takes a vowel and l, or a vowel and the consonant that
// follows, off the end of stem: nasir-ud-din. A short stem may end in l itself
// (jamal-din) and is left.
func cutTrailingArticle(stem string, next byte) string {
	n := len(stem)
	if n < 4 || !strings.Contains("aeiou", stem[n-2:n-1]) {
		return stem
	}
	if stem[n-1] == next || stem[n-1] == 'l' && n >= 6 {
		return stem[:n-2]
	}
	return stem
}
