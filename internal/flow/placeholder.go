package flow

import (
	"context"
	"fmt"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/tenure"
	"sanad/internal/ground/calendar"
	"sanad/internal/ground/canon"
	"sanad/internal/ground/fail"
)

// Placeholder is a person of whom a source tells only by the post they held,
// such as "the current minister".
type Placeholder struct {
	Person claim.Entity
	Claim  claim.Claim // on the property holds
	Post   tenure.Named
	// ByName: the source names the post, and Posts are the records of that
	// name, which may be other posts.
	ByName bool
	Posts  []tenure.Named
	// On is the time the claim speaks of; nil if it says none, and then there
	// are no candidates.
	On         *calendar.Span
	Candidates []tenure.Holding
	Judged     []JudgedWith
}

// JudgedWith is a judgement about a row or person, with the other one.
type JudgedWith struct {
	person.Judgement
	Other  claim.Entity
	Stands string // where they are relatives: how the first stands to the other
}

// JudgedOf gives the newest judgements about a row or person. Who the other is
// may not be there any more or must not be known; then so is the judgement.
func JudgedOf(ctx context.Context, s State, id string) (out []JudgedWith, err error) {
	all, err := s.JudgementsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, j := range all {
		other, stands := j.Right, j.Relation
		if other == id {
			other, stands = j.Left, person.Inverse(j.Relation)
		}
		e, err := s.Entity(ctx, other)
		if fail.Of(err) == fail.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, JudgedWith{j, e, stands})
	}
	return out, nil
}

// PlaceholderFilter narrows a walk over placeholders; zero fields do not.
type PlaceholderFilter struct {
	Case   string
	Person string
	After  int64 // only by claims made after this entry
	Limit  int
}

// Placeholders walks the persons known by a post, with those who held that
// post at the time, as far as it is known: certainly, by some sources, or
// possibly. That one of them is meant is for people to judge.
func Placeholders(ctx context.Context, s State, f PlaceholderFilter, yield func(Placeholder) error) error {
	return s.Claims(ctx, ClaimFilter{Case: f.Case, Entity: f.Person, Schema: "Person", Property: "holds", After: f.After, Limit: f.Limit}, func(c claim.Claim) error {
		if c.Standing == claim.TakenBack || c.Standing == claim.Superseded {
			return nil
		}
		p, err := placeholderOf(ctx, s, claimsOf(ctx, s, f.Case), c)
		if err != nil {
			return fmt.Errorf("reading who %s is: %w", c.Entity, err)
		}
		return yield(p)
	})
}

func placeholderOf(ctx context.Context, s State, a claims, c claim.Claim) (p Placeholder, err error) {
	p.Claim, p.Post = c, tenure.Named{Entity: c.ValueEntity, Name: c.Value}
	if p.Person, err = s.Entity(ctx, c.Entity); err != nil {
		return p, err
	}
	if p.Judged, err = JudgedOf(ctx, s, c.Entity); err != nil {
		return p, err
	}
	held, err := tenure.OfPost(a, p.Post)
	if err != nil {
		return p, err
	}
	p.ByName = c.ValueEntity == ""
	for _, post := range held.Posts {
		p.Posts = append(p.Posts, post.Named())
		if post.ID == c.ValueEntity && post.Named().Name != "" {
			p.Post.Name = post.Named().Name
		}
	}
	span := tenure.ValidTime(c).Bounds()
	if _, ok := span.Length(); !ok {
		return p, nil
	}
	p.On = &span
	p.Candidates = slices.DeleteFunc(tenure.On(held.Tenures, span), func(h tenure.Holding) bool { return h.Holder.Entity == c.Entity })
	return p, nil
}

// ResolvePlaceholder records a reviewer's decision whether the person known by
// a post is a certain other person.
func ResolvePlaceholder(ctx context.Context, a *Archive, actor guard.Actor, placeholder, other string, v person.Verdict, reason string) (person.Judged, error) {
	if err := actor.May(guard.ToJudge); err != nil {
		return person.Judged{}, err
	}
	var made person.Judged
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) ([]ledger.Fact, error) {
		saw, err := sawOf(ctx, s, placeholder, other)
		if err != nil {
			return nil, err
		}
		evidence := canon.Strings(saw)
		known := 0
		err = Placeholders(ctx, s, PlaceholderFilter{Person: placeholder, After: -1}, func(p Placeholder) error {
			known++
			evidence = append(evidence, canon.Strings(p.Claim.Made.Claim)...)
			for _, h := range p.Candidates {
				if h.Holder.Entity == other {
					evidence = append(evidence, canon.Strings(append([]string{string(h.Certainty)}, h.Claims...)...)...)
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		if known == 0 {
			return nil, fail.New(fail.Usage, "no claim says that %s is known by a post", placeholder).Do("see sanad posts placeholders; rows of lists are judged with sanad review decide")
		}
		made = person.Judge(placeholder, other, v, reason, canon.ID("vp", "sanad/evidence/post/v2", evidence...))
		return []ledger.Fact{made}, usage(made.Check())
	})
	return made, err
}
