package naming

import (
	"slices"
	"strings"
	"unicode"

	"sanad/internal/ground/script"
)

// mostPieces is up to how many tokens a name is given roles: longer texts are
// no names.
const mostPieces = 12

// longestName is how many bytes of a text are read as a name.
const longestName = 1000

// Parse reads a personal name. lang is a BCP 47 tag, or "" where it is not
// known; of it counts only whether names of that language are chains (ar, ku).
// Signs are believed before order: quotes and "known as" make a nickname, bin
// and "son of" a father, a comma or capital letters a surname. What rests on
// order or on the dictionary alone is told in more than one reading. Of a text
// of more than 1000 bytes the rest is not looked at; a name of more than 12
// parts has one reading of unknown roles.
func (g *Groups) Parse(text, lang string) Name {
	n := Name{Text: text}
	read := text
	if len(read) > longestName {
		read = strings.ToValidUTF8(read[:longestName], "")
	}
	m := mark(read)
	titles, pieces := script.Pieces(m.rest)
	pieces = g.partBefore(pieces, m.rest, m.sons)
	for _, t := range titles {
		n.Titles = append(n.Titles, Title{t.Name, read[t.From:t.To], t.From, t.To})
	}
	for _, p := range pieces {
		n.Tokens = append(n.Tokens, g.token(read[p.From:p.To], p.Token))
	}
	for _, a := range m.aliases {
		t := g.token(a.Text, strings.ReplaceAll(a.Folded, " ", ""))
		t.Role = a.Role
		n.Aliases = append(n.Aliases, t)
	}
	o := order{g: g, text: m.rest, pieces: pieces, tokens: n.Tokens, marked: m}
	o.chain = isChain(m.rest, lang, pieces)
	n.Chain = o.chain
	n.Readings = o.readings(read)
	if len(n.Readings) > 0 {
		for i := range n.Tokens {
			n.Tokens[i].Role = o.first[i]
		}
	}
	if r, ok := o.partedReading(read); ok {
		n.Readings = append(n.Readings, r)
	}
	return n
}

// partBefore parts a compound given name of which words say that its latter
// half is the father's: Əli Həsən oğlu.
func (g *Groups) partBefore(pieces []script.Piece, text string, sons []int) (out []script.Piece) {
	if len(sons) == 0 {
		return pieces
	}
	for i, p := range pieces {
		parted := false
		for _, at := range sons {
			parted = parted || p.To <= at && (i+1 == len(pieces) || pieces[i+1].From > at)
		}
		if halves, ok := g.halves(p, text); parted && ok {
			out = append(out, halves...)
			continue
		}
		out = append(out, p)
	}
	return out
}

// halves parts a compound given name that was written in two words.
func (g *Groups) halves(p script.Piece, text string) ([]script.Piece, bool) {
	if len(p.Words) != 2 || !script.Compound(p.Words[0], p.Words[1]) {
		return nil, false
	}
	tokens := script.Tokens(text[p.From:p.To])
	if len(tokens) != 2 || tokens[1].Glued {
		return nil, false
	}
	first, second := p, p
	first.Token, first.Words, first.To = p.Words[0], p.Words[:1], p.From+tokens[0].To
	second.Token, second.Words, second.From, second.Son = p.Words[1], p.Words[1:], p.From+tokens[1].From, false
	return []script.Piece{first, second}, true
}

// Column is a field of a table that holds a part of a name.
type Column struct {
	Role Role
	Text string
}

// Stated gives the name of which columns state the parts: every role in it is
// certain. Titles at the head of any column are set apart.
func (g *Groups) Stated(columns ...Column) Name {
	var n Name
	var parts []Part
	for _, c := range columns {
		text := c.Text
		if len(text) > longestName {
			text = strings.ToValidUTF8(text[:longestName], "")
		}
		at := len(n.Text)
		titles, pieces := script.Pieces(text)
		if len(titles)+len(pieces) == 0 {
			continue
		}
		if at > 0 {
			at++
			n.Text += " "
		}
		n.Text += text
		for _, t := range titles {
			n.Titles = append(n.Titles, Title{t.Name, text[t.From:t.To], at + t.From, at + t.To})
		}
		for _, p := range pieces {
			t := g.token(text[p.From:p.To], p.Token)
			t.Role = c.Role
			if c.Role == Nickname || c.Role == Respelling {
				n.Aliases = append(n.Aliases, t)
			} else {
				n.Tokens = append(n.Tokens, t)
			}
			parts = append(parts, Part{Text: t.Text, From: at + p.From, To: at + p.To, Role: c.Role, Folded: p.Token, Certain: true})
		}
	}
	if len(parts) > 0 {
		n.Readings = []Reading{{Parts: merged(n.Text, parts), Why: "the columns say so"}}
	}
	slices.SortStableFunc(n.Tokens, func(a, b Token) int { return rank(a.Role) - rank(b.Role) })
	return n
}

// rank is the order of roles in a chain.
func rank(r Role) int {
	return slices.Index([]Role{Kunya, Given, Father, Grandfather, Ancestor, Surname}, r)
}

// isChain tells a name that is built as in Arabic.
func isChain(text, lang string, pieces []script.Piece) bool {
	primary, _, _ := strings.Cut(strings.ToLower(lang), "-")
	switch primary {
	case "ar", "ku", "ckb", "kmr", "arb":
		return true
	case "fa", "fas", "az", "prs":
		return false
	}
	if strings.ContainsAny(text, "پچژگ") {
		return false
	}
	for i, p := range pieces {
		if p.Article && i > 0 || p.Son {
			return true
		}
	}
	return strings.ContainsAny(text, "ةأإ")
}

// isCapital tells a word in capital letters only.
func isCapital(text string) bool {
	letters := 0
	for _, r := range text {
		switch {
		case unicode.IsLower(r):
			return false
		case unicode.IsUpper(r):
			letters++
		}
	}
	return letters >= 2
}

// merged puts parts of one role that stand side by side together, and all in
// the order written.
func merged(text string, parts []Part) []Part {
	slices.SortStableFunc(parts, func(a, b Part) int { return a.From - b.From })
	var out []Part
	for _, p := range parts {
		if n := len(out) - 1; n >= 0 && out[n].Role == p.Role && out[n].To <= p.From && (p.Role == Surname || p.Role == Given || halfSpace(text[out[n].To:p.From])) && !strings.ContainsAny(text[out[n].To:p.From], ",،/()") {
			last := &out[n]
			last.Text, last.To = text[last.From:p.To], p.To
			last.Folded += " " + p.Folded
			last.Certain = last.Certain && p.Certain
			continue
		}
		out = append(out, p)
	}
	return out
}
