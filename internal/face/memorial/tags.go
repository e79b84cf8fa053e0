package memorial

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"sanad/internal/flow"
	"sanad/internal/ground/canon"
	"sanad/internal/ground/script"
	"sanad/schema"
)

// tag is a value that records share.
type tag struct {
	flow.CardTag
	Kind  string // of the things that have it
	cards []int
}

// tagLine leads to what shares a value.
type tagLine struct{ Text, Lang, Property, Href string }

// tagsPage lists all tags.
type tagsPage struct {
	frame
	Groups []tagGroup
}

type tagGroup struct {
	Property string
	Tags     []countLink
}

// tagID names a tag for good: by the property and the folded value.
func tagID(t flow.CardTag) string {
	return canon.ID("t", "sanad/memorial/tag", []byte(t.Property), []byte(script.Fold(t.Value)))
}

// tagText gives a tag's words: of a term the reader's.
func (v *voice) tagText(kind string, t flow.CardTag) (text, lang string) {
	if p, ok := schema.Find(kind, t.Property); ok {
		if _, term := p.Vocabulary(); term {
			return v.Value(kind, t.Property, t.Value), ""
		}
	}
	return t.Value, t.Lang
}

func (w *writer) tagLines(v *voice, c flow.Card) (out []tagLine) {
	for _, t := range c.Tags {
		text, lang := v.tagText(c.Kind, t)
		out = append(out, tagLine{text, lang, v.Property(c.Kind, t.Property), "tags/" + tagID(t) + "-1.html"})
	}
	return out
}

// allTags gathers tags, the most shared of each property first.
func (w *writer) allTags() (out []*tag) {
	at := map[string]*tag{}
	for i, c := range w.Cards {
		for _, t := range c.Tags {
			id := tagID(t)
			have, ok := at[id]
			if !ok {
				have = &tag{CardTag: t, Kind: c.Kind}
				at[id] = have
				out = append(out, have)
			}
			if n := len(have.cards); n == 0 || have.cards[n-1] != i {
				have.cards = append(have.cards, i)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *tag) int {
		return cmp.Or(strings.Compare(a.Property, b.Property), -cmp.Compare(len(a.cards), len(b.cards)), strings.Compare(a.Value, b.Value))
	})
	return out
}

// tags draws the list of tags, and one for each.
func (w *writer) tags(ctx context.Context) error {
	all := w.allTags()
	var said []any
	for _, t := range all {
		said = append(said, t.CardTag, t.Kind, len(t.cards))
		err := w.list(ctx, "tags/"+tagID(t.CardTag), "tags", t.cards, func(v *voice) (string, string) {
			text, _ := v.tagText(t.Kind, t.CardTag)
			return text, ""
		})
		if err == nil {
			err = w.feedOf(ctx, "tags/"+tagID(t.CardTag)+".atom", t.cards, func(v *voice) string {
				text, _ := v.tagText(t.Kind, t.CardTag)
				return text
			})
		}
		if err != nil {
			return err
		}
	}
	inputs, err := w.inputs(said)
	if err != nil {
		return err
	}
	return w.page(ctx, "tags/index.html", "tags", inputs, func(v *voice) (page, error) {
		p := &tagsPage{}
		for _, t := range all {
			property := v.Property(t.Kind, t.Property)
			if n := len(p.Groups); n == 0 || p.Groups[n-1].Property != property {
				p.Groups = append(p.Groups, tagGroup{Property: property})
			}
			g := &p.Groups[len(p.Groups)-1]
			text, lang := v.tagText(t.Kind, t.CardTag)
			g.Tags = append(g.Tags, countLink{Text: text, Lang: lang, Count: int64(len(t.cards)), Href: "tags/" + tagID(t.CardTag) + "-1.html"})
		}
		p.Head, p.Area = v.Term("memorialword", "tags"), "tags"
		return p, nil
	})
}
