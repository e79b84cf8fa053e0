package flow

import (
	"context"
	"slices"
	"strings"

	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
	"sanad/internal/core/likeness"
	"sanad/internal/ground/script"
)

// nearEnough is the likeness from which on two letters stand together: the same
// text with some words changed, and not two accounts of one night.
const nearEnough = 0.6

// GroupNear opens what is not sorted yet, or in hand, and lets letters stand
// together that tell almost the same: a flood of texts that differ by some words
// has no equal ones. It reads each once, keeps no word of it, and sorts nothing
// otherwise than it was. It gives how many came into a group of others.
func GroupNear(ctx context.Context, a *Archive, actor guard.Actor, caseName string, r LetterReader, progress Progress) (moved int, err error) {
	if caseName == "" {
		caseName = DefaultCase
	}
	if err := MayReceive(actor, caseName); err != nil {
		return 0, err
	}
	var waiting []intake.Submission
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		return s.Submissions(ctx, SubmissionFilter{Case: caseName}, func(sub intake.Submission) error {
			if sub.As == intake.New || sub.As == intake.InHand {
				waiting = append(waiting, sub)
			}
			return nil
		})
	})
	if err != nil {
		return 0, err
	}
	n := nearby{bands: map[int64][]int{}}
	for i, sub := range waiting {
		story, _, err := r.Story(ctx, sub.Sealed.Story)
		if err != nil {
			return 0, err
		}
		n.add(sub, sketchOf(story))
		progress("reading", int64(i+1), int64(len(waiting)))
	}
	facts := n.facts()
	for part := range slices.Chunk(facts, expireMost) {
		if _, err := a.Book.Append(ctx, actor, func(context.Context, State) ([]ledger.Fact, error) { return part, nil }); err != nil {
			return moved, err
		}
		moved += len(part)
	}
	return moved, nil
}

func sketchOf(s intake.Story) *likeness.Sketch {
	k := likeness.NewSketch()
	for _, f := range s.Fields {
		k.Add(strings.Fields(script.Fold(f.Value)))
	}
	return k
}

// nearby finds, for each letter, the first that is almost the same.
type nearby struct {
	subs     []intake.Submission
	sketches []*likeness.Sketch
	first    []int // of the group that each stands in
	bands    map[int64][]int
}

// maxBand bounds how many letters of one band are laid side by side: in a flood
// the first of them stand for all.
const maxBand = 50

func (n *nearby) add(sub intake.Submission, k *likeness.Sketch) {
	at := len(n.subs)
	n.subs, n.sketches, n.first = append(n.subs, sub), append(n.sketches, k), append(n.first, at)
	if !k.Tells() {
		return
	}
	for _, band := range k.Bands() {
		for _, other := range n.bands[band] {
			if n.first[at] == at && k.Like(n.sketches[other]) >= nearEnough {
				n.first[at] = n.first[other]
			}
		}
		if len(n.bands[band]) < maxBand {
			n.bands[band] = append(n.bands[band], at)
		}
	}
}

// facts lets each stand where the first of its kind stands.
func (n *nearby) facts() (facts []ledger.Fact) {
	for i, sub := range n.subs {
		group := n.subs[n.first[i]].Group
		if group == "" || group == sub.Group {
			continue
		}
		facts = append(facts, intake.Sorted{Submission: sub.Submission, As: sub.As, Group: group, Note: sub.Note})
	}
	return facts
}
