package verifytest

import (
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/text"
	"sanad/internal/format/dossier"
)

// Letter and Table are the originals of the examples.
const (
	Letter = "To whom it may concern.\nThe old mill burned in the night.\n\fآسیاب کهنه سوخت.\n"
	Table  = "name,place\n\"Mina \"\"the miller\"\"\",old mill\nNima,new mill\n"
)

// Tiny is the smallest dossier that holds one of everything that is checked.
func Tiny(seed string) *Maker {
	m := New(seed)
	item := m.Item("letter.txt", "text/plain", "The mill burned.\n")
	rendition := m.Pages(item, text.Page{Number: 1, Text: "The mill burned.\n", Exact: true})
	m.Claim("state", "burned", Quote(item, rendition, "The mill burned.\n", 0, 1, "mill burned"))
	m.Decide()
	return m
}

// Small is a dossier of a letter and a table, with a claim of each kind of
// place, a withdrawn claim, and a sealed claim left out.
func Small(seed string) *Maker {
	m := New(seed)
	letter := m.Item("letter.txt", "text/plain", Letter)
	second := int64(strings.Index(Letter, "\f") + 1)
	pages := m.Pages(letter, text.Page{Number: 1, Text: Letter[:second-1], Exact: true}, text.Page{Number: 2, Text: Letter[second:], Start: second, Exact: true})
	table := m.Item("list.csv", "text/csv", Table)
	rows := m.Rows(table, tableRows()...)
	m.Claim("state", "burned", Quote(letter, pages, Letter, 0, 1, "burned in the night"))
	m.Claim("name", "آسیاب", Quote(letter, pages, Letter, second, 2, "آسیاب کهنه"), text.Passage{Item: letter, Rendition: pages, Selector: text.Selector{Page: 1}, Quote: "mill"})
	cell := tableRows()[1].Cells[0]
	m.Claim("miller", "Mina", text.Passage{Item: table, Rendition: rows, Quote: cell.Text,
		Selector: text.Selector{Cell: "A2", Bytes: &text.Range{Start: cell.Start, End: cell.End}}})
	m.Claim("miller", "Nima", text.Passage{Item: table, Rendition: rows, Quote: "new", Selector: text.Selector{Cell: "B3"}})
	m.Show(m.Log.Append("nima", claim.Preferred{Claim: m.Claims[2].ID, Reason: "the list is older"}))
	m.Leave()
	m.Decide()
	return m
}

// Leave makes a claim on a sealed item, and leaves both out.
func (m *Maker) Leave() int64 {
	sealed := custody.Sum{31: 1}
	f := claim.Made{Claim: "c-sealed", Case: caseName, Entity: "e-1", Schema: "Place", Property: "owner", Value: "Nobody", Original: "Nobody",
		Passages: []text.Passage{{Item: sealed, Rendition: custody.Sum{31: 2}, Selector: text.Selector{Page: 1}, Quote: "Nobody"}}}
	m.Log.Append("mina", custody.Opened{Accession: "a-2", Case: caseName, Source: custody.Source{Sealed: []byte("age")}, Label: guard.Sealed})
	index := m.Log.Append("mina", f)
	m.Withheld = append(m.Withheld, dossier.Withheld{Index: index, Kind: f.Kind().String(), Reason: "rests on an item that is sealed"})
	return index
}

// Quote cites the first place of quote in data behind start, by its bytes.
func Quote(item, rendition custody.Sum, data string, start int64, page int, quote string) text.Passage {
	at := start + int64(strings.Index(data[start:], quote))
	return text.Passage{Item: item, Rendition: rendition, Quote: quote,
		Selector: text.Selector{Page: page, Bytes: &text.Range{Start: at, End: at + int64(len(quote))}}}
}

// tableRows is Table as it is read.
func tableRows() []text.Row {
	cell := func(shown, raw string) text.Cell {
		at := int64(strings.Index(Table, raw))
		return text.Cell{Text: shown, Start: at, End: at + int64(len(raw))}
	}
	return []text.Row{
		{Number: 1, Cells: []text.Cell{cell("name", "name"), cell("place", "place")}},
		{Number: 2, Cells: []text.Cell{cell(`Mina "the miller"`, `"Mina ""the miller"""`), cell("old mill", "old mill")}},
		{Number: 3, Cells: []text.Cell{cell("Nima", "Nima"), cell("new mill", "new mill")}},
	}
}

// Sealed writes and seals a dossier.
func (m *Maker) Sealed() Files {
	m.Write()
	return m.Seal()
}
