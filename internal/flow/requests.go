package flow

import (
	"context"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/request"
	"sanad/internal/ground/calendar"
	"sanad/schema"
)

// RequestFilter narrows a walk over requests; zero fields do not narrow.
type RequestFilter struct {
	Case string
	Open bool // only those that were not answered in full
}

// Request is what was asked, what was answered, and how it stands today.
type Request struct {
	request.Asked
	Answers  []request.Answer
	Standing request.Standing
}

// Requests walks what was asked of those who could act, in order of the ledger:
// each intervention with the responses that answer it and the letters that
// answer it, or answer a letter that is the same document.
func Requests(ctx context.Context, s State, f RequestFilter, today calendar.Day, yield func(Request) error) error {
	return s.Entities(ctx, EntityFilter{Case: f.Case, Schema: "Intervention", After: -1}, func(e claim.Entity) error {
		r, err := readRequest(ctx, s, e.ID)
		if err != nil {
			return err
		}
		r.Standing = r.Asked.On(today, r.Answers)
		if f.Open && r.Standing.State == request.Answered || r.ID == "" {
			return nil
		}
		return yield(r)
	})
}

func readRequest(ctx context.Context, s State, id string) (Request, error) {
	rec, err := readRecord(ctx, s, id)
	if err != nil || len(rec.claims) == 0 {
		return Request{}, err // everything said of it was withdrawn
	}
	r := Request{Asked: request.Asked{ID: id, Case: rec.caseName, Name: rec.first("name"), Kinds: rec.values("kind"),
		By: rec.parties("by", "by_body"), To: rec.parties("to", "to_body"), What: rec.values("asked"), Date: rec.when("date"), Due: rec.when("due")}}
	if r.Held, err = held(ctx, s, rec); err != nil {
		return r, err
	}
	answers, err := pointing(ctx, s, "", "Response", "answers", id)
	if err != nil {
		return r, err
	}
	for _, answer := range answers {
		if err := r.answer(ctx, s, answer, false); err != nil {
			return r, err
		}
	}
	letters, err := lettersFor(ctx, s, id, rec.things("document"))
	for _, letter := range letters {
		if err == nil {
			err = r.answer(ctx, s, letter, true)
		}
	}
	return r, err
}

// lettersFor gives the letters that answer a request, or a letter that is one
// of its documents.
func lettersFor(ctx context.Context, s State, id string, documents []string) ([]string, error) {
	asked := []string{id}
	for _, document := range documents {
		same, err := pointing(ctx, s, "", "Correspondence", "document", document)
		if err != nil {
			return nil, err
		}
		asked = append(asked, same...)
	}
	var letters []string
	for _, one := range asked {
		answering, err := pointing(ctx, s, "", "Correspondence", "in_reply_to", one)
		if err != nil {
			return nil, err
		}
		for _, letter := range answering {
			if !slices.Contains(asked, letter) {
				letters = addOnce(letters, letter)
			}
		}
	}
	return letters, nil
}

func (r *Request) answer(ctx context.Context, s State, id string, letter bool) error {
	rec, err := readRecord(ctx, s, id)
	if err != nil || len(rec.claims) == 0 {
		return err
	}
	a := request.Answer{ID: id, Name: rec.first("name", "subject"), Letter: letter, Date: rec.when("date"), Content: rec.values("content")}
	if letter {
		a.By = rec.parties("from", "from_body")
	} else {
		a.Kinds, a.By = rec.values("kind"), rec.parties("by", "by_body")
	}
	if a.Held, err = held(ctx, s, rec); err == nil {
		r.Answers = append(r.Answers, a)
	}
	return err
}

// held tells how the documents of a record are held.
func held(ctx context.Context, s State, of record) (request.Held, error) {
	var h request.Held
	for _, id := range of.things("document") {
		doc, err := readRecord(ctx, s, id)
		if err != nil {
			return h, err
		}
		if len(doc.claims) == 0 {
			continue
		}
		h.Papers++
		if slices.ContainsFunc(doc.values("held"), described) {
			h.Described++
		}
	}
	return h, nil
}

// described reports whether a term of the vocabulary holding says that nobody
// is known to have it: described, or a sort of that.
func described(term string) bool {
	v, ok := schema.FindVocabulary("holding")
	for ok && term != "" && term != "described" {
		var t schema.Term
		t, ok = v.Term(term)
		term = t.Broader
	}
	return ok && term == "described"
}
