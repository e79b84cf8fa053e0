package flow

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"

	"sanad/internal/core/claim"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
)

// The files of an export as JSON Lines.
const (
	HandClaims     = "claims.jsonl"
	HandThings     = "things.jsonl"
	HandDocuments  = "documents.jsonl"
	HandJudgements = "judgements.jsonl"
	HandWithheld   = "withheld.jsonl"
)

// handClaim is a line of claims.jsonl: the fields of a claim that may leave, by the
// names they have in the ledger.
type handClaim struct {
	Case        string          `json:"case"`
	Claim       string          `json:"claim"`
	Entry       int64           `json:"entry"`
	Entity      string          `json:"entity"`
	Schema      string          `json:"schema"`
	Property    string          `json:"property"`
	Value       string          `json:"value,omitempty"`
	ValueEntity string          `json:"value_entity,omitempty"`
	Original    string          `json:"original,omitempty"`
	Lang        string          `json:"lang,omitempty"`
	Script      string          `json:"script,omitempty"`
	Date        *claim.Date     `json:"date,omitempty"`
	Quantity    *claim.Quantity `json:"quantity,omitempty"`
	Shape       *claim.Shape    `json:"shape,omitempty"`
	Valid       *claim.Valid    `json:"valid,omitempty"`
	Standing    claim.Standing  `json:"standing"`
	Reason      string          `json:"reason,omitempty"`
	SourceGrade string          `json:"source_grade,omitempty"`
	InfoGrade   string          `json:"info_grade,omitempty"`
	Flags       []string        `json:"flags,omitempty"`
	Grounds     []claim.Ground  `json:"grounds,omitempty"`
	Says        []claim.Teller  `json:"says,omitempty"`
	Passages    []handPassage   `json:"passages,omitempty"`
}

// handPassage is a place that a claim rests on; without item where that may not be
// known.
type handPassage struct {
	Item      string        `json:"item,omitempty"`
	Rendition string        `json:"rendition,omitempty"`
	Selector  text.Selector `json:"selector"`
	Quote     string        `json:"quote"`
}

type handThingLine struct {
	Case   string   `json:"case"`
	ID     string   `json:"id"`
	Schema string   `json:"schema"`
	Name   string   `json:"name,omitempty"`
	SameAs string   `json:"same_as,omitempty"`
	Claims []string `json:"claims"`
}

type handDocumentLine struct {
	Case      string `json:"case"`
	Document  string `json:"document"`
	LeavesAs  string `json:"leaves_as"`
	Reason    string `json:"reason,omitempty"`
	MediaType string `json:"media_type,omitempty"`
	Bytes     int64  `json:"bytes,omitempty"`
	Entry     *int64 `json:"entry,omitempty"`
	Parent    string `json:"taken_out_of,omitempty"`
}

type handJudgementLine struct {
	Case     string `json:"case"`
	Entry    int64  `json:"entry"`
	Left     string `json:"left"`
	Right    string `json:"right"`
	Verdict  string `json:"verdict"`
	Relation string `json:"relation,omitempty"`
	Reason   string `json:"reason,omitempty"`
}

type handWithheldLine struct {
	Case   string `json:"case"`
	Entry  int64  `json:"entry"`
	Kind   string `json:"kind"`
	Reason string `json:"reason"`
}

func passagesLeft(of []text.Passage) (out []handPassage) {
	for _, p := range of {
		line := handPassage{Selector: p.Selector, Quote: p.Quote}
		if !p.Item.IsZero() {
			line.Item = p.Item.String()
		}
		if !p.Rendition.IsZero() {
			line.Rendition = p.Rendition.String()
		}
		out = append(out, line)
	}
	return out
}

func claimLine(p *handPart, c claim.Claim) handClaim {
	return handClaim{Case: p.name, Claim: c.Made.Claim, Entry: c.Index, Entity: c.Entity, Schema: c.Schema, Property: c.Property, Value: c.Value, ValueEntity: c.ValueEntity,
		Original: c.Original, Lang: c.Lang, Script: c.Script, Date: c.Date, Quantity: c.Quantity, Shape: c.Shape, Valid: c.Valid, Standing: c.Standing, Reason: c.Reason,
		SourceGrade: c.SourceGrade, InfoGrade: c.InfoGrade, Flags: c.Flags, Grounds: c.Grounds, Says: c.Says, Passages: passagesLeft(c.Passages)}
}

// jsonFile writes a file of JSON Lines.
func (h *handout) jsonFile(name string, write func(add func(any) error) error) error {
	return h.file(name, func(w io.Writer) error {
		out := bufio.NewWriterSize(w, 64<<10)
		enc := json.NewEncoder(out)
		enc.SetEscapeHTML(false)
		return errors.Join(write(func(v any) error { return enc.Encode(v) }), out.Flush())
	})
}

// lines writes the same as the tables, as JSON Lines.
func (h *handout) lines(ctx context.Context) error {
	err := h.jsonFile(HandClaims, func(add func(any) error) error {
		return h.walk(ctx, "writing claims", all, func(p *handPart, _ *handThing, s Subject) error {
			for _, c := range s.Claims {
				h.told.Items++
				if err := add(claimLine(p, c)); err != nil {
					return err
				}
			}
			return nil
		})
	})
	if err != nil {
		return err
	}
	err = h.jsonFile(HandThings, func(add func(any) error) error {
		return h.walk(ctx, "writing things", all, func(p *handPart, _ *handThing, s Subject) error {
			line := handThingLine{Case: p.name, ID: s.Entity.ID, Schema: s.Schema, Name: s.Name, SameAs: p.same[s.Entity.ID]}
			for _, c := range s.Claims {
				line.Claims = append(line.Claims, c.Made.Claim)
			}
			return add(line)
		})
	})
	if err != nil {
		return err
	}
	return errors.Join(
		h.jsonFile(HandDocuments, func(add func(any) error) error { return h.documentLines(ctx, add) }),
		h.jsonFile(HandJudgements, func(add func(any) error) error { return h.judgementLines(ctx, add) }),
		h.jsonFile(HandWithheld, h.withheldLines))
}

func (h *handout) documentLines(ctx context.Context, add func(any) error) error {
	for _, p := range h.parts {
		err := h.documents(ctx, p, func(d handDocument) error {
			line := handDocumentLine{Case: p.name, Document: d.Name, LeavesAs: d.How, Reason: d.Reason, MediaType: d.Item.MediaType, Bytes: d.Item.Bytes}
			if d.Entry >= 0 {
				line.Entry = &d.Entry
			}
			if d.Parent != nil {
				line.Parent = d.Parent.String()
			}
			return add(line)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (h *handout) judgementLines(ctx context.Context, add func(any) error) error {
	for _, p := range h.parts {
		err := h.judged(ctx, p, func(j person.Judgement) error {
			return add(handJudgementLine{p.name, j.Index, j.Left, j.Right, string(j.Verdict), j.Relation, j.Reason})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (h *handout) withheldLines(add func(any) error) error {
	for _, p := range h.parts {
		for _, w := range p.plan.Withheld {
			if err := add(handWithheldLine{p.name, w.Index, w.Kind, w.Reason}); err != nil {
				return err
			}
		}
	}
	return nil
}
