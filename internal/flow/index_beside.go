package flow

import (
	"context"
	"maps"
	"slices"
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/search"
)

// besideOf is what the members of one case are told of an item that is of several.
type besideOf struct {
	caseName, source string
	sealed           bool // as that case holds it
	names            []string
	first            int64 // the entry that first acquired it for the case
}

// layerBeside names a layer of one case.
func layerBeside(layer, caseName string) string { return layer + "@" + caseName }

// besides gathers what each of several cases knows of an item; nothing of an item
// of one case. Names by which it came sealed are told where it came so alone.
func (f *filler) besides(ctx context.Context, steps []custody.Step) ([]besideOf, error) {
	open, closed := map[string]*besideOf{}, map[string]*besideOf{}
	firsts := map[string]int64{}
	for _, st := range steps {
		if st.Event != "" && st.Event != (custody.Acquired{}).Kind().Name {
			continue
		}
		a, err := f.accession(ctx, st.Accession)
		if err != nil {
			return nil, err
		}
		of := open
		if a.sealed {
			of = closed
		}
		if _, ok := firsts[a.caseName]; !ok {
			firsts[a.caseName] = st.Index
		}
		if of[a.caseName] == nil {
			of[a.caseName] = &besideOf{caseName: a.caseName, source: a.source, sealed: a.sealed}
		}
		of[a.caseName].names = addName(of[a.caseName].names, st.Name.Text)
	}
	if len(firsts) < 2 {
		return nil, nil
	}
	var all []besideOf
	for _, name := range slices.Sorted(maps.Keys(firsts)) {
		b := open[name]
		if b == nil {
			b = closed[name]
		}
		b.first = firsts[name]
		all = append(all, *b)
	}
	return all, nil
}

// came gives the entry by which the newest of the cases got the item, -1 if it is
// of one case.
func (i *itemOf) came() int64 {
	came := int64(-1)
	for _, b := range i.beside {
		came = max(came, b.first)
	}
	return came
}

// putBeside puts what everybody is told of an item once more for each of its cases,
// but for what was read before the case got it.
func (f *filler) putBeside(i *itemOf, s search.Subject, read int64) {
	for _, b := range i.beside {
		if !s.Named && read < b.first {
			continue
		}
		own := s
		own.Layer, own.Beside, own.Sealed = layerBeside(s.Layer, b.caseName), true, b.sealed
		own.Case, own.Source = b.caseName, b.source
		own.Documents = slices.Clone(s.Documents)
		if own.Named {
			names := slices.Clone(b.names)
			if read > b.first {
				names = append(names, i.fields...)
			} else {
				own.Prints, own.Day = nil, 0
			}
			own.Documents = documentsOf(strings.Join(names, "\n"))
		}
		f.put(own)
	}
}

// entityBeside puts the names of a thing once more for each of the cases that
// claim on it, as that case claims them.
func (f *filler) entityBeside(ctx context.Context, id string, claims []claim.Claim) error {
	cases := map[string]*[2][]string{} // names, open and sealed
	kinds := map[string]string{}
	for _, c := range claims {
		if cases[c.Case] == nil {
			cases[c.Case], kinds[c.Case] = &[2][]string{}, c.Schema
		}
		if !isNameOf(c.Property) || c.Standing == claim.TakenBack {
			continue
		}
		sealed, err := f.sealedAny(ctx, c.Passages)
		if err != nil {
			return err
		}
		names := &cases[c.Case][b2i(sealed)]
		*names = addName(*names, c.Value)
	}
	if len(cases) < 2 {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(cases)) {
		for at, layer := range []string{layerNames, layerSealed} {
			s := search.Subject{Kind: search.KindOf(kinds[name]), Ref: id, Layer: layerBeside(layer, name), Sealed: at == 1, Beside: true, Case: name, Named: true}
			only := slices.DeleteFunc(slices.Clone(cases[name][at]), func(n string) bool { return at == 1 && slices.Contains(cases[name][0], n) })
			if len(only) > 0 {
				s.Documents = documentsOf(strings.Join(only, "\n"))
			}
			f.put(s)
		}
	}
	return nil
}
