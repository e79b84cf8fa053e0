package review

import (
	"cmp"
	"math"
	"slices"

	"sanad/internal/ground/canon"
)

// Pair is two records by their ids, the lesser first.
type Pair struct{ Left, Right string }

// PairOf puts two ids in order.
func PairOf(a, b string) Pair { return Pair{min(a, b), max(a, b)} }

// Proposal is a pair that a linker compared and kept.
type Proposal struct {
	Pair
	Bits        float64 // log2 odds that they are one person
	Probability float64 // of the same
	// Pattern is how the two compare in everything: what is decided about one
	// pair of a pattern says much about all others of it.
	Pattern uint64
}

// Known reports whether the linker kept the pair, so that it has bits.
func (p Proposal) Known() bool { return !math.IsInf(p.Bits, -1) }

// Why says why a pair is asked about.
type Why string

// The reasons, the first in a queue first. Audit pairs stand between others.
const (
	Disagreed Why = "disagreement" // two reviewers decided differently
	Changed   Why = "changed"      // a record says something else than when it was judged
	Conflict  Why = "conflict"     // judged different, and the same through others
	Bridge    Why = "bridge"       // alone it holds two parts of a person together
	Moves     Why = "count"        // the number of people hangs on it
	Pattern   Why = "pattern"      // nobody judged a pair that compares so
	Audit     Why = "audit"        // drawn by chance, to measure the linker
	Proposed  Why = "proposed"     // likely the same, and like others that were judged
	Second    Why = "second"       // drawn by chance for a second reviewer
)

// Question is a pair a person is asked about.
type Question struct {
	Proposal
	Why Why
	// Drawn: it is one of the audit as well, for whatever reason it is asked.
	Drawn bool
	// Weight is by how many people the count is expected to move with the
	// answer, for pairs of which that is known.
	Weight float64
}

// Sheet is what is known of the pairs of a case.
type Sheet struct {
	Proposals []Proposal
	Bridges   map[Pair]bool
	// Judged are the pairs that need no answer, Unseen those among them that
	// nobody looked at by themselves: if the audit drew them they are asked all
	// the same. Reopened are pairs that were judged and need an answer, and why.
	Judged   map[Pair]bool
	Unseen   map[Pair]bool
	Reopened map[Pair]Why
	// Person tells of a record which person it is taken for, and Size how many
	// records that person has.
	Person func(id string) string
	Size   func(person string) int
}

// The bounds of what is asked.
const (
	// uncertain is the least weight of a pair that is asked about for the
	// sake of the count.
	uncertain = 0.02
	// auditEvery is at which place of the queue a pair of the audit stands.
	auditEvery = 5
)

// Queue gives the pairs that need an answer, what should be asked first first:
// what was reopened, bridges, what moves the count most, one pair of each
// pattern that nobody judged, and then what is likely the same. Every fifth
// question is one of the audit, as long as there are any. The same sheet gives
// the same queue.
func Queue(s Sheet) []Question {
	audit := s.audited()
	drawn := map[Pair]bool{}
	for i := range audit {
		drawn[audit[i].Pair], audit[i].Drawn = true, true
	}
	ranked := s.ranked()
	var out []Question
	asked := map[Pair]bool{}
	take := func(q Question) {
		if !asked[q.Pair] {
			asked[q.Pair], q.Drawn = true, drawn[q.Pair]
			out = append(out, q)
		}
	}
	for _, q := range ranked {
		take(q)
		if len(out)%auditEvery == auditEvery-1 && len(audit) > 0 {
			take(audit[0])
			audit = audit[1:]
		}
	}
	for _, q := range audit {
		take(q)
	}
	return out
}

// audited gives the pairs of the audit that nobody judged yet, in the order of
// the draw: only a whole beginning of it says something (see Measure).
func (s Sheet) audited() (out []Question) {
	sides := Draw(s.Proposals)
	for _, p := range inOrder(slices.Concat(sides[0], sides[1])) {
		if !s.Judged[p.Pair] || s.Unseen[p.Pair] {
			out = append(out, Question{Proposal: p, Why: Audit})
		}
	}
	return out
}

// ranked gives all pairs but those of the audit, in order.
func (s Sheet) ranked() (out []Question) {
	known := map[uint64]bool{}
	many := map[uint64]int{}
	for _, p := range s.Proposals {
		known[p.Pattern] = known[p.Pattern] || s.Judged[p.Pair]
		many[p.Pattern]++
	}
	seen := map[Pair]bool{}
	for _, p := range s.Proposals {
		q := Question{Proposal: p, Weight: s.moves(p)}
		why, reopened := s.Reopened[p.Pair]
		switch {
		case reopened:
			q.Why, seen[p.Pair] = why, true
		case s.Judged[p.Pair]:
			continue
		case s.Bridges[p.Pair]:
			q.Why = Bridge
		case q.Weight >= uncertain:
			q.Why = Moves
		case p.Bits >= 0 && !known[p.Pattern]:
			q.Why = Pattern
		case p.Bits >= 0:
			q.Why = Proposed
		default:
			continue
		}
		out = append(out, q)
	}
	for pair, why := range s.Reopened {
		if !seen[pair] {
			out = append(out, Question{Proposal: Proposal{Pair: pair, Bits: math.Inf(-1)}, Why: why})
		}
	}
	return onceEach(inRank(out, many))
}

// inRank puts questions in order; many is how many pairs there are of a pattern.
// What they are ordered by is looked up once for each: there may be a million.
func inRank(all []Question, many map[uint64]int) []Question {
	type rank struct{ n, place, many int }
	ranks := make([]rank, len(all))
	for i, q := range all {
		ranks[i] = rank{i, place(q.Why), many[q.Pattern]}
	}
	slices.SortFunc(ranks, func(x, y rank) int {
		if x.place != y.place {
			return cmp.Compare(x.place, y.place)
		}
		a, b := &all[x.n], &all[y.n]
		return cmp.Or(-cmp.Compare(a.Weight, b.Weight), -cmp.Compare(x.many, y.many), -cmp.Compare(a.Bits, b.Bits), cmp.Compare(a.Left, b.Left), cmp.Compare(a.Right, b.Right))
	})
	out := make([]Question, len(all))
	for i, r := range ranks {
		out[i] = all[r.n]
	}
	return out
}

// onceEach leaves one question for a pattern that nobody judged, and makes the
// others of it follow behind.
func onceEach(all []Question) []Question {
	asked := map[uint64]bool{}
	out, later := make([]Question, 0, len(all)), []Question(nil)
	at := len(all)
	for i, q := range all {
		if q.Why == Proposed {
			at = i
			break
		}
		if q.Why == Pattern && asked[q.Proposal.Pattern] {
			q.Why = Proposed
			later = append(later, q)
			continue
		}
		asked[q.Proposal.Pattern] = asked[q.Proposal.Pattern] || q.Why == Pattern
		out = append(out, q)
	}
	rest := append(later, all[at:]...)
	slices.SortStableFunc(rest, func(a, b Question) int { return -cmp.Compare(a.Weight, b.Weight) })
	return append(out, rest...)
}

func place(w Why) int {
	return slices.Index([]Why{Disagreed, Conflict, Changed, Bridge, Moves, Pattern, Proposed}, w)
}

// moves gives by how many people the count is expected to move with an answer:
// the chance that the answer is not what the linker takes for granted, shared
// among all pairs that the same two groups of records have.
func (s Sheet) moves(p Proposal) float64 {
	a, b := s.Person(p.Left), s.Person(p.Right)
	if a == b {
		return (1 - p.Probability) / float64(max(1, s.Size(a)-1))
	}
	return p.Probability / float64(max(1, s.Size(a)*s.Size(b)))
}

// chance is a number that is as good as drawn for a pair, from 0 up to but not
// including 1, the same on every machine.
func chance(p Pair) float64 {
	h := canon.Hash("sanad/review/v1", canon.Strings(p.Left, p.Right)...)
	n := uint64(0)
	for _, b := range h[:8] {
		n = n<<8 | uint64(b)
	}
	return float64(n>>11) / (1 << 53)
}
