package flow

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
	"sanad/internal/core/likeness"
	"sanad/internal/core/search"
	"sanad/internal/core/text"
	"sanad/internal/ground/fail"
	"sanad/internal/ground/script"
)

// The layers of names: what anyone of the archive may know an item by, and
// what only those may who may see sealed things.
const (
	layerNames  = "names"
	layerSealed = "names/sealed"
)

// itemOf is what an index tells of an item's documents.
type itemOf struct {
	sealed           bool
	caseName, source string
	family           search.Family
	day              int
	names            []string // by which anyone may know it
	hidden           []string // by which only those who may see sealed things
	fields           []string
	first            int64 // the entry that first acquired it
	picture          *likeness.Picture
	opened           int64 // the entry that first acquired it under no seal, -1: none
	beside           []besideOf
	described        int64 // the newest reading that gave its fields
}

func (i *itemOf) subject(kind search.Kind, ref, layer string) search.Subject {
	return search.Subject{Kind: kind, Ref: ref, Layer: layer, Sealed: i.sealed, Case: i.caseName, Source: i.source, Family: i.family, Day: i.day}
}

// maxNames is how many names of one item are found.
const maxNames = 100

// itemOf gathers what is known of an item, once a step.
func (f *filler) itemOf(ctx context.Context, sum custody.Sum) (*itemOf, error) {
	if i, ok := f.items[sum]; ok {
		return i, nil
	}
	item, err := f.st.Item(ctx, sum)
	if err != nil {
		return nil, err
	}
	i := &itemOf{family: search.FamilyOf(item.MediaType), first: item.Index, opened: -1}
	steps := []custody.Step{{Accession: item.Accession, Name: item.Name, Index: item.Index}}
	if item.Copies > 1 {
		if steps, err = f.st.Steps(ctx, sum); err != nil {
			return nil, err
		}
	}
	var closed accessionOf
	for _, st := range steps {
		if st.Event != "" && st.Event != (custody.Acquired{}).Kind().Name {
			continue
		}
		a, err := f.accession(ctx, st.Accession)
		if err != nil {
			return nil, err
		}
		switch {
		case a.sealed:
			i.hidden = addName(i.hidden, st.Name.Text)
			closed = a
		default:
			i.names = addName(i.names, st.Name.Text)
			if i.opened < 0 {
				i.opened, i.caseName, i.source = st.Index, a.caseName, a.source
			}
		}
	}
	if i.beside, err = f.besides(ctx, steps); err != nil {
		return nil, err
	}
	if i.sealed = i.opened < 0; i.sealed {
		i.caseName, i.source = closed.caseName, closed.source
		i.names, i.hidden = i.hidden, nil
	}
	f.items[sum] = i
	return i, f.describe(ctx, sum, i)
}

func addName(names []string, name string) []string {
	if len(names) >= maxNames || slices.Contains(names, name) {
		return names
	}
	return append(names, name)
}

// describe adds the item's fields and its day: when it was sent, taken or
// made, else when its file was changed.
func (f *filler) describe(ctx context.Context, sum custody.Sum, i *itemOf) error {
	all, err := f.st.Renditions(ctx, sum)
	if err != nil {
		return err
	}
	days := map[string]int{}
	for _, r := range text.Current(all) {
		if r.Form != text.Fields || r.Index < i.opened {
			continue
		}
		i.described = max(i.described, r.Index)
		if err := f.fields(ctx, r, func(name, value string) {
			switch name {
			case "sent", "taken", "first_date", "created":
				if day := dayOf(value); day > 0 && days[name] == 0 {
					days[name] = day
				}
			}
			if p, ok := likeness.ParsePicture(value); ok && name == "hash_image" {
				i.picture = &p
			}
			if isSaid(name) && len(i.fields) < maxNames && !slices.Contains(i.fields, value) {
				i.fields = append(i.fields, value)
			}
		}); err != nil {
			return fmt.Errorf("reading the fields of item %s: %w", sum, err)
		}
	}
	for _, name := range []string{"sent", "taken", "first_date", "created"} {
		if i.day == 0 {
			i.day = days[name]
		}
	}
	if i.day == 0 {
		i.day, err = f.modified(ctx, max(i.opened, i.first*b2i(i.sealed)))
	}
	return err
}

func b2i(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// maxField is up to how many bytes of a field are found.
const maxField = 4 << 10

func (f *filler) fields(ctx context.Context, r text.Rendition, yield func(name, value string)) (err error) {
	data, err := f.g.a.Renditions.Open(ctx, r.Sum)
	if errors.Is(err, custody.ErrNotKept) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	err = text.EachField(data, func(field text.Field) error {
		value := field.Value
		if len(value) > maxField {
			value = strings.ToValidUTF8(value[:maxField], "")
		}
		if strings.TrimSpace(value) != "" {
			yield(field.Name, value)
		}
		return nil
	})
	var altered *custody.Altered
	if errors.As(err, &altered) {
		return nil
	}
	return err
}

// isSaid tells the fields whose value somebody may look for as words.
func isSaid(name string) bool {
	switch name {
	case "hash_image", "width", "height", "duration_ms", "page_count", "codec", "encoding", "encoding_guess", "latitude", "longitude",
		"created", "modified", "sent", "taken", "language":
		return false
	}
	return true
}

// modified gives the day on which the file was changed, as the entry that
// acquired it tells.
func (f *filler) modified(ctx context.Context, index int64) (day int, err error) {
	e, err := f.st.Event(ctx, index)
	if err != nil || len(e.Body) == 0 {
		return 0, err
	}
	err = ledger.Take(e.Event, func(a *custody.Acquired) error {
		if !a.Modified.IsZero() {
			day = dayOf(a.Modified.UTC().Format(time.DateOnly))
		}
		return nil
	})
	return day, err
}

// dayOf reads the beginning of a time in the manner of RFC 3339 as a number;
// 0 if it is none. What is not known is 00.
func dayOf(value string) int {
	date, _, _ := strings.Cut(strings.TrimSpace(value), "T")
	parts := strings.Split(date, "-")
	if len(parts) > 3 || len(parts[0]) != 4 {
		return 0
	}
	day := 0
	for i := range 3 {
		n := 0
		if i < len(parts) {
			var err error
			if n, err = strconv.Atoi(parts[i]); err != nil || n < 0 || i > 0 && n > 31 {
				return 0
			}
		}
		day = day*100 + n
	}
	return day
}

// names indexes what an item is called and described by. It is found so even
// when nothing in it can be read.
func (f *filler) names(ctx context.Context, sum custody.Sum) error {
	if !f.once("names " + sum.String()) {
		_, err := f.itemOf(ctx, sum)
		return err
	}
	i, err := f.itemOf(ctx, sum)
	if err != nil {
		return err
	}
	known := i.subject(search.Item, sum.String(), layerNames)
	known.Named = true
	if p := i.picture; p != nil {
		known.Prints = []search.Print{{Kind: search.PrintPicture, Data: binary.BigEndian.AppendUint64(nil, uint64(*p)), Bands: p.Bands()}}
	}
	known.Documents = documentsOf(strings.Join(append(slices.Clone(i.names), i.fields...), "\n"))
	f.put(known)
	f.putBeside(i, known, i.described)
	hidden := i.subject(search.Item, sum.String(), layerSealed)
	hidden.Named, hidden.Sealed = true, true
	var only []string
	for _, name := range i.hidden {
		if !slices.Contains(i.names, name) {
			only = append(only, name)
		}
	}
	if len(only) > 0 {
		hidden.Documents = documentsOf(strings.Join(only, "\n"))
	}
	f.put(hidden)
	return nil
}

// documentsOf makes a document, in parts if it is long.
func documentsOf(text string) []search.Document {
	var docs []search.Document
	for _, part := range search.Parts(text) {
		docs = append(docs, search.Document{Text: part})
	}
	return docs
}

// eachDocument gives the documents of every part of a reading. Pages that hold
// no word are no document.
func eachDocument(data io.Reader, form string, yield func(...search.Document) error) error {
	if form == text.Rows {
		return text.EachRow(data, func(r text.Row) error {
			docs := documentsOf(r.Line())
			for i := range docs {
				docs[i].Row, docs[i].Sheet = r.Number, r.Sheet
			}
			return yield(docs...)
		})
	}
	return text.EachPage(data, func(p text.Page) error {
		if strings.TrimSpace(p.Text) == "" {
			return yield()
		}
		docs := documentsOf(p.Text)
		for i := range docs {
			docs[i].Page = p.Number
		}
		return yield(docs...)
	})
}

// claim indexes a claim, and its entity if the claim names it.
func (f *filler) claim(ctx context.Context, c claim.Made) error {
	if !f.once("claim " + c.Claim) {
		return nil
	}
	sealed, err := f.sealedAny(ctx, c.Passages)
	if err != nil {
		return err
	}
	said := c.Value
	if c.Original != "" && script.Fold(c.Original) != script.Fold(c.Value) {
		said += "\n" + c.Original
	}
	docs := documentsOf(said)
	for i := range docs {
		docs[i].Lang = c.Lang
	}
	f.put(search.Subject{Kind: search.Claim, Ref: c.Claim, Sealed: sealed, Case: c.Case, Named: isNameOf(c.Property), Documents: docs})
	if isNameOf(c.Property) {
		return f.entity(ctx, c.Entity)
	}
	return nil
}

// isNameOf tells the properties that say what an entity is called.
func isNameOf(property string) bool {
	switch property {
	case "name", "nickname", "alias", "given_name", "surname", "title":
		return true
	}
	return false
}

// entity indexes the names of an entity: those that anyone may know, and apart
// those that rest on something sealed.
func (f *filler) entity(ctx context.Context, id string) error {
	if !f.once("entity " + id) {
		return nil
	}
	var names [2][]string // open, sealed
	var first [2]*claim.Claim
	var all []claim.Claim
	err := f.st.Claims(ctx, ClaimFilter{Entity: id, After: -1}, func(c claim.Claim) error {
		all = append(all, c)
		if !isNameOf(c.Property) || c.Standing == claim.TakenBack {
			return nil
		}
		sealed, err := f.sealedAny(ctx, c.Passages)
		if err != nil {
			return err
		}
		at := b2i(sealed)
		if names[at] = addName(names[at], c.Value); first[at] == nil {
			first[at] = &c
		}
		return nil
	})
	if err != nil && fail.Of(err) != fail.NotFound {
		return err
	}
	for at, layer := range []string{layerNames, layerSealed} {
		s := search.Subject{Kind: search.Entity, Ref: id, Layer: layer, Sealed: at == 1, Named: true}
		only := slices.DeleteFunc(slices.Clone(names[at]), func(n string) bool { return at == 1 && slices.Contains(names[0], n) })
		if len(only) > 0 {
			s.Kind, s.Case = search.KindOf(first[at].Schema), first[at].Case
			s.Documents = documentsOf(strings.Join(only, "\n"))
		}
		f.put(s)
	}
	return f.entityBeside(ctx, id, all)
}
