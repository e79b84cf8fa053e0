package amount

import (
	"errors"
	"fmt"
)

// maxRun bounds the tokens of one number, so that trying where a range is
// parted stays cheap. The longest number below 2^63 has fewer.
const maxRun = 48

// run is a stretch of tokens that say numbers, from start up to before end.
type run struct{ start, end int }

// runs gives the stretches of number words and digits.
func (p *phrase) runs() []run {
	var all []run
	for i := 0; i < len(p.tokens); i++ {
		if !p.tokens[i].counts() && (p.tokens[i].class != article || i+1 == len(p.tokens) || !p.tokens[i+1].counts()) {
			continue
		}
		r := run{start: i}
		for ; i < len(p.tokens) && (p.tokens[i].counts() || p.tokens[i].class == and || p.tokens[i].class == article || p.tokens[i].class == of); i++ {
			if p.tokens[i].counts() {
				r.end = i + 1
			}
		}
		all = append(all, r)
		i = r.end // the token there says no number
	}
	return all
}

// find reads the one number or range of the text.
func (p *phrase) find() error {
	runs := p.runs()
	for _, r := range runs {
		if r.end-r.start > maxRun {
			return fmt.Errorf("a number of over %d words is not read: write it in digits", maxRun)
		}
	}
	switch len(runs) {
	case 0:
		for _, t := range p.tokens {
			if known, ok := wordNumber(numberWords(), t.word); ok && known.class == several {
				return fmt.Errorf("%q says no number: give one, or leave the amount out", p.text[t.start:t.end])
			}
		}
		return errors.New("no amount is in the text: write it in digits or number words, as in \"at least 300\"")
	case 1:
		return p.findOne(runs[0])
	case 2:
		return p.findRange(runs[0], runs[1])
	}
	return p.severalNumbers()
}

func (p *phrase) severalNumbers() error {
	return errors.New("several numbers are in the text, and nothing says that they are one amount: give one, or a range as in \"4,000 to 5,000\"")
}

// findOne reads a run: a number, an order of magnitude, or after "between" two
// numbers with "and".
func (p *phrase) findOne(r run) error {
	tokens := p.tokens[r.start:r.end]
	p.start, p.end = r.start, r.end
	if n := p.between(r.start); n > 0 {
		if err := p.split(tokens, and); err != nil {
			return err
		}
		p.start -= n
		return nil
	}
	if low, high, err := parseScale(tokens); !errors.Is(err, errParts) {
		p.low, p.high, p.scale = low, high, true
		return err
	}
	d, err := parse(tokens)
	if errors.Is(err, errParts) {
		return p.split(tokens, atom)
	}
	if err == nil {
		p.low, err = d.whole()
		p.high = p.low
	}
	return err
}

// between gives how many tokens before token i say "between", or "between about".
func (p *phrase) between(i int) int {
	c, about := p.longest(i, prefixes())
	if c != About {
		about = 0
	}
	if _, n := p.longest(i-about, betweenWords()); n > 0 {
		return about + n
	}
	return 0
}

// split parts a run in two numbers: at an "and" after "between", or, given
// atom, where Persian puts two neighbours side by side (سی چهل نفر, "thirty or
// forty"), which no number is more than twice the other of.
func (p *phrase) split(tokens []token, at class) error {
	found := 0
	for i := 1; i < len(tokens); i++ {
		left, right := tokens[:i], tokens[i:]
		if at == and {
			if tokens[i].class != and {
				continue
			}
			right = tokens[i+1:]
		} else if tokens[i-1].lang != persian || tokens[i].lang != persian || tokens[i-1].class == and || tokens[i].class == and {
			continue
		}
		low, high, err := bounds(left, right)
		if err != nil || low >= high || at == atom && high/2 > low {
			continue
		}
		p.low, p.high, p.bounds = low, high, true
		found++
	}
	switch {
	case found == 1:
		return nil
	case found > 1:
		return errors.New("the range can be parted in two ways: write its two numbers in digits")
	case at == and:
		return errors.New("after \"between\" two numbers are wanted, the smaller first, as in \"between 4,000 and 5,000\"")
	}
	return p.severalNumbers()
}

// bounds reads two numbers of a range; the first takes the scale words at the
// end of the second if it has none and is the smaller without them.
func bounds(left, right []token) (low, high int64, err error) {
	l, err := parse(left)
	if err != nil {
		return 0, 0, err
	}
	r, err := parse(right)
	if err != nil {
		return 0, 0, err
	}
	if high, err = r.whole(); err != nil {
		return 0, 0, err
	}
	if l, err = takeScale(l, left, right); err != nil {
		return 0, 0, err
	}
	low, err = l.whole()
	return low, high, err
}

func takeScale(l decimal, left, right []token) (decimal, error) {
	for _, t := range left {
		if t.class != digits && t.class != atom && t.class != teen && t.class != and {
			return l, nil
		}
	}
	from := len(right)
	for from > 1 && (right[from-1].class == scale || right[from-1].class == hundred || right[from-1].class == plural) {
		from--
	}
	for ; from < len(right); from++ {
		bare, err := parse(right[:from])
		if err == nil && l.less(bare) {
			return parse(append(append([]token(nil), left...), right[from:]...))
		}
	}
	return l, nil
}

// twice reads a number that is written once more in brackets, as contracts and
// verdicts do: thirty (30) persons. It tells whether these are two such runs.
func (p *phrase) twice(a, b run) (bool, error) {
	open := a.end < len(p.tokens) && p.tokens[a.end].word == "(" && a.end+1 == b.start
	if !open || b.end == len(p.tokens) || p.tokens[b.end].word != ")" {
		return false, nil
	}
	first, err := parse(p.tokens[a.start:a.end])
	if err != nil {
		return false, nil
	}
	second, err := parse(p.tokens[b.start:b.end])
	if err != nil {
		return false, nil
	}
	if first != second {
		return true, fmt.Errorf("the number is %s, and in brackets %s: give one of them", first, second)
	}
	p.start, p.end = a.start, b.end+1
	p.low, err = first.whole()
	p.high = p.low
	return true, err
}

// findRange reads two runs that something ties: 2,800-3,800, از ۴ تا ۵, 300 ± 50.
func (p *phrase) findRange(a, b run) error {
	if ok, err := p.twice(a, b); ok {
		return err
	}
	i := a.end
	unit, n := p.unitAt(i)
	i += n
	tie, tied := "", 0
	if i < b.start {
		tie, tied = p.tokens[i].word, 1
		if tie == "الی" || tie == "the" {
			tie = "to"
		}
	}
	if p.tied(tie) == 0 {
		return p.severalNumbers()
	}
	i += tied
	if c, m := p.longest(b.start, prefixes()); m > 0 && b.start-m == i && c == About {
		i = b.start
	}
	between := p.between(a.start)
	if i != b.start || p.tied(tie) == byAnd && between == 0 {
		return p.severalNumbers()
	}
	p.start, p.end, p.unit = a.start-between, b.end, unit
	low, high, err := bounds(p.tokens[a.start:a.end], p.tokens[b.start:b.end])
	switch {
	case errors.Is(err, errParts):
		return p.severalNumbers()
	case err != nil:
		return err
	case p.tied(tie) == byMargin:
		low, high, err = margin(p.tokens[a.start:a.end], high)
		if err != nil {
			return err
		}
	case low > high:
		return fmt.Errorf("the range goes from %d down to %d: give the smaller number first, both in full", low, high)
	}
	p.low, p.high, p.bounds = low, high, true
	return nil
}

// margin gives the bounds of 300 ± 50.
func margin(middle []token, by int64) (low, high int64, err error) {
	d, err := parse(middle)
	if err != nil {
		return 0, 0, err
	}
	sum, err := d.plus(by)
	if err != nil {
		return 0, 0, err
	}
	if d.n < by {
		return 0, 0, fmt.Errorf("%d ± %d goes below zero: give the range", d.n, by)
	}
	return d.n - by, sum.n, nil
}

// The ways in which two numbers are tied.
const (
	byRange = iota + 1
	byAnd
	byMargin
)

// tied tells what a word between two numbers makes of them, 0 for nothing.
func (p *phrase) tied(word string) int {
	switch word {
	case "-", "to", "till", "until", "or", "تا", "الی", "یا", "او", "حتی":
		return byRange
	case "and", "و":
		return byAnd
	case "±":
		return byMargin
	}
	return 0
}
