package search

import (
	"cmp"
	"slices"
	"strings"

	"sanad/internal/ground/naming"
	"sanad/internal/ground/script"
)

// Bearing is somebody who has the name that was asked for, or nearly.
type Bearing struct {
	Numbered
	// Whole tells that every part that was asked for is met.
	Whole bool
	// Docs are all documents that spoke for it: the names that are sealed, or
	// too many for one, are documents of their own.
	Docs []int64
}

// How a name weighs that is not met part by part.
const (
	lacking    = .6  // of a part that only the question has
	besides    = .08 // of a part that only the person has
	different  = .25 // of how like two parts are that are not the same
	otherGiven = .72 // of the whole, if the given names differ
	turned     = .95 // if the parts stand in other places
	wholeFrom  = .80 // of the parts that are met, for the whole to be
	shownFrom  = .30
)

// Rank compares the names of documents with the one that was asked for and
// gives their bearers, each once: first who has the whole name, of those first
// who is written so, then who is in another spelling, then who sounds so, and
// the likest first among equals. What is too far from it is left out. Scores are
// from 0 to 1 and in this order.
func (q *NameQuestion) Rank(docs []Numbered) []Bearing {
	known := map[string]fit{}
	var all []Bearing
	for _, d := range docs {
		best := q.best(d.Text, known)
		if best.score < shownFrom {
			continue
		}
		b := Bearing{Numbered: d, Whole: best.whole}
		b.Score, b.Via, b.Sound, b.Called = best.standing(), best.via, best.via == BySound, &best.quote
		all = append(all, b)
	}
	slices.SortFunc(all, func(a, b Bearing) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Doc, b.Doc))
	})
	of := map[string][]int64{}
	for _, b := range all {
		of[b.Ref] = append(of[b.Ref], b.Doc)
	}
	once := all[:0]
	for _, b := range all {
		if b.Docs = of[b.Ref]; b.Docs[0] == b.Doc {
			once = append(once, b)
		}
	}
	return once
}

// fit is how one name fits what was asked.
type fit struct {
	score float64
	whole bool
	via   Via
	quote Quote
}

// standing gives the score by which fits are ordered, from 0 to 1: below a half
// where the name is not whole, and above it in a third for each way in which a
// whole name is met. A long name that is written so stands before a short one
// that only sounds so.
func (f fit) standing() float64 {
	if !f.whole {
		return f.score / 2
	}
	sure := 0.0
	switch f.via {
	case AsWritten:
		sure = 2
	case BySpelling:
		sure = 1
	}
	return .5 + (sure+f.score)/6
}

// best gives the name of a document that fits best. A name of one part is
// looked at only where no longer one stands: lists give the given name and the
// surname once more apart.
func (q *NameQuestion) best(text string, known map[string]fit) (best fit) {
	lines := strings.Split(text, "\n")
	if len(q.slots) > 1 && slices.ContainsFunc(lines, isLong) {
		lines = slices.DeleteFunc(lines, func(line string) bool { return !isLong(line) })
	}
	for _, line := range lines {
		f, ok := known[line]
		if !ok {
			f = q.compare(line)
			known[line] = f
		}
		if f.standing() > best.standing() {
			best = f
		}
	}
	return best
}

func isLong(line string) bool { return strings.ContainsAny(strings.TrimSpace(line), " \u200c") }

// compare lays a name beside the one that was asked for.
func (q *NameQuestion) compare(line string) fit {
	held := q.groups.Parse(line, "")
	if strings.Contains(line, glued) {
		glue(q.groups, line, piecesOf(line), &held)
	}
	c := q.groups.CompareNames(q.name, held)
	w := weigher{q: q, held: held, surname: true, fit: fit{whole: true, via: AsWritten}}
	for _, p := range c.Pairs {
		w.pair(p)
	}
	f := w.fit
	if w.all == 0 || w.spelled == 0 {
		return fit{}
	}
	f.score = w.sum / w.all
	if c.OtherGiven && len(q.name.Tokens) > 1 && (w.parts || !w.surname) {
		f.score *= otherGiven
		f.whole = false
	}
	if c.Turned {
		f.score *= turned
	}
	f.whole = f.whole && w.sure >= wholeFrom*w.spelled

	if w.parts {
		f.via = ByPart
	}
	f.quote = Quote{Text: line, Marks: marksOf(line, w.marks)}
	return f
}

// weigher adds up the pairs of two names.
type weigher struct {
	q        *NameQuestion
	held     naming.Name
	at       int // of the parts that were asked for
	sum, all float64
	// spelled is the weight of what is met by more than an initial, and sure
	// how much of it agrees.
	sure, spelled float64
	parts         bool // some part is not met
	surname       bool // all that is met is the surname of who is held
	fit           fit
	marks         []string
}

func (w *weigher) pair(p naming.Pair) {
	if p.Left == "" {
		w.all += besides * w.mean()
		return
	}
	weight := w.weight(p)
	if w.across(p) {
		p.Score *= turned
		if w.fit.via == AsWritten {
			w.fit.via = BySpelling
		}
	}
	last := w.at == len(w.q.name.Tokens)
	switch {
	case p.Level == naming.Missing || p.Level == naming.Different:
		if whole, ok := w.beginning(p); ok && last {
			w.sum, w.all, w.spelled = w.sum+weight*prefixWorth, w.all+weight, w.spelled+weight
			w.marks = append(w.marks, whole)
		} else if p.Level == naming.Missing {
			w.all += weight * lacking
		} else {
			w.sum, w.all = w.sum+weight*p.Score*different, w.all+weight
		}
		w.fit.whole, w.parts = false, true
		return
	case p.Level != naming.Exact && p.Level != naming.Same && p.Level != naming.Grouped:
		w.fit.via = BySound
	case w.fit.via == AsWritten && lettersOf(p.Left) != lettersOf(p.Right):
		w.fit.via = BySpelling
	}
	w.sum, w.all = w.sum+weight*p.Score, w.all+weight
	w.surname = w.surname && p.RightRole == naming.Surname
	if p.Level != naming.Initial {
		w.sure, w.spelled = w.sure+weight*p.Score, w.spelled+weight
	}
	w.marks = append(w.marks, p.Right)
	if len(w.q.name.Tokens) == 1 && p.Score < naming.VariantFrom {
		w.fit.whole = false
	}
}

// across tells a part that is met by a given name and a surname together: Ali
// Mohammadi is hardly who is asked for as Alimohammadi.
func (w *weigher) across(p naming.Pair) bool {
	held := w.held.Tokens
	return p.Joined && p.LeftRole != naming.Given && len(held) == 2 && held[0].Role == naming.Given && held[1].Role == naming.Surname &&
		!strings.ContainsAny(p.Left, " ") && p.Right == held[0].Text+" "+held[1].Text
}

// lettersOf gives those of a part, folded. Names that a dictionary takes for one
// but for habits (pour and poor, one r and two) differ in them; those do not that
// are only parted otherwise.
func lettersOf(part string) string { return strings.Join(script.Words(part), "") }

// weight gives that of the parts a pair is of, and goes behind them.
func (w *weigher) weight(p naming.Pair) (sum float64) {
	tokens := w.q.name.Tokens
	wide := 1
	if w.at < len(tokens) && p.Left != tokens[w.at].Text {
		wide = 2
	}
	for range wide {
		if len(tokens) == len(w.q.slots) && w.at < len(tokens) {
			sum += w.q.slots[w.at].weight
		} else {
			sum += w.mean()
		}
		w.at++
	}
	return sum
}

func (w *weigher) mean() float64 {
	sum := 0.0
	for _, s := range w.q.slots {
		sum += s.weight
	}
	return sum / float64(len(w.q.slots))
}

// beginning finds a part of the name held that begins as the one asked for, in
// another spelling or script where only the ending of a surname is more.
func (w *weigher) beginning(p naming.Pair) (whole string, ok bool) {
	asked := w.q.name.Tokens[len(w.q.name.Tokens)-1]
	for _, t := range w.held.Tokens {
		if p.Left != asked.Text {
			continue
		}
		stem, ended := stemOf(t.Folded)
		if begins(asked.Folded, t.Folded) || ended && w.q.groups.Compare(asked, w.q.groups.Token(stem)).Score >= naming.VariantFrom {
			return t.Text, true
		}
	}
	return "", false
}

// marksOf finds the parts of a name that were met.
func marksOf(line string, parts []string) (marks [][2]int) {
	for _, part := range parts {
		if at := strings.Index(line, part); at >= 0 && part != "" {
			marks = append(marks, [2]int{at, at + len(part)})
		}
	}
	slices.SortFunc(marks, func(a, b [2]int) int { return cmp.Or(a[0]-b[0], b[1]-a[1]) })
	end := 0
	return slices.DeleteFunc(marks, func(m [2]int) bool {
		if m[0] < end {
			return true
		}
		end = m[1]
		return false
	})
}
