package flow

import (
	"bytes"
	"cmp"
	"errors"
	"io/fs"
	"slices"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/ledger"
	"sanad/internal/format/dossier"
)

// GoneDocument is the kind of a document that is gone.
const GoneDocument = "document"

// DocumentPage names the page of an original: 64 bits of its SHA-256.
func DocumentPage(sum custody.Sum) string { return sum.String()[:16] }

// goneSince finds the records and documents that the site before had and this one
// has not. What stood under an ID drawn for one release leaves no trace: a tombstone
// for it would only count them.
func (m *siteMaker) goneSince(plan disclosure.Plan) error {
	here := map[string]string{} // of an address: the record it leads to
	for _, c := range m.site.Cards {
		here[c.ID] = c.ID
		for _, also := range c.Also {
			here[also] = c.ID
		}
	}
	reasons := map[int64]string{}
	for _, w := range plan.Withheld {
		reasons[w.Index] = w.Reason
	}
	gone := map[string]Gone{}
	for _, g := range m.press.e.gone {
		gone[g.ID] = g
	}
	for _, id := range m.press.e.order {
		c := m.press.e.cards[id]
		if c.Local {
			continue
		}
		for _, address := range append([]string{c.ID}, c.Also...) {
			if _, known := gone[address]; known || here[address] != "" {
				continue
			}
			rule, err := m.ruleOf(c.ID, reasons)
			if err != nil {
				return err
			}
			gone[address] = Gone{ID: address, Kind: c.Kind, When: m.now, Rule: rule}
		}
	}
	m.goneDocuments(plan, gone, here)
	for id, g := range gone {
		if here[id] == "" {
			m.site.Gone = append(m.site.Gone, g)
		}
	}
	slices.SortFunc(m.site.Gone, func(a, b Gone) int { return cmp.Compare(a.ID, b.ID) })
	return nil
}

// goneDocuments notes the originals that are in the site no more, by the short sum
// that names their pages.
func (m *siteMaker) goneDocuments(plan disclosure.Plan, gone map[string]Gone, here map[string]string) {
	for _, sum := range plan.Items {
		here[DocumentPage(sum)] = DocumentPage(sum)
	}
	for path := range m.press.e.sums {
		name, ok := strings.CutPrefix(path, dossier.OriginalsDir+"/")
		if !ok {
			continue
		}
		sum, err := custody.ParseSum(name)
		if err != nil || here[DocumentPage(sum)] != "" {
			continue
		}
		if _, known := gone[DocumentPage(sum)]; known {
			continue
		}
		g := Gone{ID: DocumentPage(sum), Kind: GoneDocument, When: m.now}
		for _, c := range plan.Copies {
			if c.Item == sum {
				g.Rule = c.Reason
			}
		}
		gone[g.ID] = g
	}
}

// ruleOf gives the rule by which a record stays inside now: that of the first of its
// claims, as the site before has them, that is told to be left out. That somebody is
// met under a pseudonym now is not told at the address that had their name: it would
// say that one of the nameless is they.
func (m *siteMaker) ruleOf(id string, reasons map[int64]string) (string, error) {
	path := dossier.RecordFile(id)
	want, ok := m.press.e.sums[path]
	if !ok {
		return "", nil
	}
	data, err := m.press.e.read(path, &want)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	for line := range bytes.Lines(data) {
		event, err := ledger.ParseDisclosure(line)
		if err != nil {
			return "", err
		}
		switch rule := reasons[event.Index]; rule {
		case "":
		case disclosure.BecauseNameless:
			return "", nil
		default:
			return rule, nil
		}
	}
	return "", nil
}
