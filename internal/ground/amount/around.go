package amount

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// widen reads what stands around the number: comparators, a unit, and what
// shows that it is no amount.
func (p *phrase) widen() error {
	if err := p.refuseParts(); err != nil {
		return err
	}
	p.widenLeft()
	p.widenRight()
	if p.start > 0 {
		switch p.tokens[p.start-1].word {
		case "no", "not", "never", "لیس", "لیست", "غیر", "minus", "منفی", "ناقص", "سالب":
			return fmt.Errorf("%q before the number: an amount says what there was", p.word(p.start-1))
		}
	}
	return nil
}

// refuseParts refuses numbers that are part of something else.
func (p *phrase) refuseParts() error {
	for i := p.start; i < p.end; i++ {
		if p.tokens[i].class != digits {
			continue
		}
		if err := p.refuseGlued(i); err != nil {
			return err
		}
	}
	if p.besideBroken() {
		return errors.New("a fraction, or a word that is no certain number, stands beside the number: write the amount in digits")
	}
	before, _ := utf8.DecodeLastRuneInString(strings.TrimRight(p.text[:p.tokens[p.start].start], " "))
	after, _ := utf8.DecodeRuneInString(strings.TrimLeft(p.text[p.tokens[p.end-1].end:], " "))
	if unicode.Is(unicode.Sc, before) || unicode.Is(unicode.Sc, after) {
		return errors.New("a sum of money is no amount: say how many of what")
	}
	for i := p.end; i < len(p.tokens) && i < p.end+2; i++ {
		switch p.tokens[i].word {
		case "%", "percent", "درصد", "بالمیه", "بالمایه", "المیه", "المایه":
			return errors.New("a share in per cent is no amount: say how many")
		}
	}
	return nil
}

// besideBroken tells of a number next to a fraction: one-third, مليون وربع.
func (p *phrase) besideBroken() bool {
	if p.start > 0 && p.tokens[p.start-1].class == broken {
		return true
	}
	at := p.end
	if at < len(p.tokens) {
		switch t := p.tokens[at]; {
		case t.class == dash, t.word == "و", t.word == "and":
			at++
		}
	}
	return at < len(p.tokens) && p.tokens[at].class == broken
}

// refuseGlued refuses -5, F-16, 12th, B12, ۳۰ام and 30<.
func (p *phrase) refuseGlued(i int) error {
	t := p.tokens[i]
	before, _ := utf8.DecodeLastRuneInString(p.text[:t.start])
	after, _ := utf8.DecodeRuneInString(p.text[t.end:])
	if i > 0 && i == p.start && p.tokens[i-1].class == dash {
		d := p.tokens[i-1]
		first, _ := utf8.DecodeLastRuneInString(p.text[:d.start])
		switch sign := p.text[d.start:d.end]; {
		case unicode.IsLetter(first) && d.end == t.start:
			return p.glued(i)
		case sign == "−" || d.end == t.start:
			return fmt.Errorf("-%s is below zero: an amount can't be", p.text[t.start:t.end])
		}
	}
	if latin(before) {
		return p.glued(i)
	}
	if i+1 == len(p.tokens) {
		return nil
	}
	next := p.tokens[i+1]
	switch next.word {
	case "ام", "م", "مین", "امین":
		return fmt.Errorf("%q says a place in an order, no amount", p.text[t.start:next.end])
	case "<", ">", "≤", "≥":
		return fmt.Errorf("the sign %q stands after the number: put it before", next.word)
	}
	if _, known := p.unitAt(i + 1); latin(after) && !next.counts() && known == 0 {
		return p.glued(i)
	}
	return nil
}

func (p *phrase) glued(i int) error {
	return fmt.Errorf("the number %s is part of a word: write the amount apart", p.text[p.tokens[i].start:p.tokens[i].end])
}

func latin(r rune) bool { return unicode.Is(unicode.Latin, r) }

func (p *phrase) word(i int) string { return p.text[p.tokens[i].start:p.tokens[i].end] }

// widenLeft takes in what bounds the number from before it.
func (p *phrase) widenLeft() {
	for p.start > 0 {
		if c, n := p.longest(p.start, prefixes()); n > 0 {
			p.comparators = append(p.comparators, c)
			p.start -= n
			continue
		}
		if word := p.tokens[p.start-1].word; p.bounds && (word == "from" || word == "از" || word == "من") || word == "an" && len(p.comparators) > 0 {
			p.start--
			continue
		}
		return
	}
}

// widenRight takes in the unit and what bounds the number from behind it.
func (p *phrase) widenRight() {
	for p.end < len(p.tokens) {
		if c, n := p.longestAfter(p.end); n > 0 {
			p.comparators = append(p.comparators, c)
			p.end += n
			continue
		}
		if code, n := p.unitAt(p.end); n > 0 && (p.unit == "" || p.unit == code) {
			p.unit = code
			p.end += n
			continue
		}
		switch t := p.tokens[p.end]; {
		case t.class == restate:
			p.end++
			continue
		case p.scale && p.unit == "" && (t.word == "of" || t.word == "من"):
			p.end++
			continue
		}
		return
	}
}

// unitAt reads a unit at token i: its code and how many tokens it takes.
func (p *phrase) unitAt(i int) (code string, n int) {
	at := i
	if at < len(p.tokens) && p.tokens[at].class == dash {
		at++ // 24-year-old
	}
	if at == len(p.tokens) {
		return "", 0
	}
	word := p.tokens[at].word
	code, ok := units()[word]
	if !ok {
		code, ok = units()[strings.TrimPrefix(word, "ال")]
	}
	if word == "شهر" {
		code, ok = p.shahr()
	}
	if !ok {
		return "", 0
	}
	at++
	at += p.endingOf(code, at)
	return code, at - i
}

// shahr tells the Persian city from the Arabic month, which are written alike,
// by the language of the numbers.
func (p *phrase) shahr() (code string, ok bool) {
	for _, t := range p.tokens[p.start:p.end] {
		first, _ := utf8.DecodeRuneInString(p.text[t.start:])
		switch {
		case t.lang == persian || '۰' <= first && first <= '۹':
			return "cities", true
		case t.lang == arabic || '٠' <= first && first <= '٩':
			return "months", true
		}
	}
	return "", false
}

// endingOf takes in what belongs to a unit: خانواده ها, years old.
func (p *phrase) endingOf(code string, at int) int {
	n := 0
	for at+n < len(p.tokens) {
		word := p.tokens[at+n].word
		old := at+n+1 < len(p.tokens) && p.tokens[at+n].class == dash && p.tokens[at+n+1].word == "old"
		switch {
		case word == "ها" || word == "های" || code == "years" && word == "old":
			n++
		case code == "years" && old:
			n += 2
		default:
			return n
		}
	}
	return n
}

// longest finds the longest phrase that ends before token i.
func (p *phrase) longest(i int, phrases map[string]string) (comparator string, n int) {
	words := ""
	for k := 1; k <= maxWords && k <= i; k++ {
		words = strings.TrimSuffix(p.tokens[i-k].word+" "+words, " ")
		if c, ok := phrases[words]; ok {
			comparator, n = c, k
		}
	}
	return comparator, n
}

// longestAfter finds the longest phrase that begins at token i.
func (p *phrase) longestAfter(i int) (comparator string, n int) {
	words := ""
	for k := 0; k < maxWords && i+k < len(p.tokens); k++ {
		words = strings.TrimPrefix(words+" "+p.tokens[i+k].word, " ")
		if c, ok := postfixes()[words]; ok {
			comparator, n = c, k+1
		}
	}
	return comparator, n
}
