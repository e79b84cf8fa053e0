package sql

import (
	"fmt"
	"strconv"
	"strings"

	"sanad/internal/core/search"
)

// wordTables is what differs between the full-text indexes of the two
// databases: FTS5 tables without content, and tables of a tsvector. Whatever is
// asked of them is made of folded words between quotes.
type wordTables struct {
	id      string // the column of the document's number
	columns string // of an insert
	// row gives the values of a document's row.
	row func(id int64, d search.Document, named bool) []any
	// query writes a question in the database's language.
	query func(n search.Node) string
	// matches is the condition on a table, with the number of the parameter.
	matches func(table string, param int) string
	// score is the expression by which hits are ordered, higher first.
	score func(table string, param int) string
	// empty takes all rows out of a table.
	empty func(table string) string
}

func liteWords() wordTables {
	return wordTables{
		id:      "rowid",
		columns: "rowid, t, n, j",
		row:     liteRow,
		query:   liteQuery,
		matches: func(table string, param int) string { return fmt.Sprintf("%s MATCH $%d", table, param) },
		// A hit in what things are called weighs most (Okapi BM25 as FTS5
		// computes it, where lower is better).
		score: func(table string, _ int) string { return fmt.Sprintf("-bm25(%s, 1.0, 4.0, 1.0)", table) },
		empty: func(table string) string {
			return fmt.Sprintf("INSERT INTO %s (%s) VALUES ('delete-all')", table, table)
		},
	}
}

func liteRow(id int64, d search.Document, named bool) []any {
	words := strings.Join(d.Terms.Words, " ")
	forms := make([]string, len(d.Terms.Joined))
	for i, j := range d.Terms.Joined {
		forms[i] = j.Form
	}
	if named {
		return []any{id, "", words, strings.Join(forms, " ")}
	}
	return []any{id, words, "", strings.Join(forms, " ")}
}

// liteQuery writes FTS5's language. Inside quotes nothing is an operator.
func liteQuery(n search.Node) string {
	switch n.Op {
	case search.All:
		return liteAll(n.Of)
	case search.Any:
		return "(" + joinNodes(n.Of, " OR ", liteQuery) + ")"
	case search.Not:
		return liteQuery(n.Of[0])
	case search.Phrase:
		return liteColumns(n, "{t n}") + liteString(strings.Join(n.Words, " "), n.Prefix)
	}
	word := liteColumns(n, "{t n j}") + liteString(n.Words[0], n.Prefix)
	for _, s := range n.Sounds {
		word += " OR " + liteColumns(n, "{t n j}") + liteString(s, false)
	}
	return "(" + word + ")"
}

func liteColumns(n search.Node, all string) string {
	if n.Named {
		return "n : "
	}
	return all + " : "
}

func liteString(words string, prefix bool) string {
	quoted := `"` + strings.ReplaceAll(words, `"`, `""`) + `"`
	if prefix {
		return quoted + " *"
	}
	return quoted
}

// liteAll puts what is excluded behind the rest: FTS5's NOT stands between two.
func liteAll(nodes []search.Node) string {
	var wanted, excluded []search.Node
	for _, n := range nodes {
		if n.Op == search.Not {
			excluded = append(excluded, n)
		} else {
			wanted = append(wanted, n)
		}
	}
	all := "(" + joinNodes(wanted, " AND ", liteQuery) + ")"
	if len(excluded) > 0 {
		all = "(" + all + " NOT (" + joinNodes(excluded, " OR ", liteQuery) + "))"
	}
	return all
}

func joinNodes(nodes []search.Node, with string, write func(search.Node) string) string {
	parts := make([]string, len(nodes))
	for i, n := range nodes {
		parts[i] = write(n)
	}
	return strings.Join(parts, with)
}

func postgresWords() wordTables {
	return wordTables{
		id:      "id",
		columns: "id, v",
		row: func(id int64, d search.Document, named bool) []any {
			return []any{id, vectorOf(d.Terms, named)}
		},
		query:   postgresQuery,
		matches: func(table string, param int) string { return fmt.Sprintf("%s.v @@ $%d::text::tsquery", table, param) },
		// Divided by the logarithm of the length, as the manual's 12.3.3 has it.
		score: func(table string, param int) string {
			return fmt.Sprintf("ts_rank('{0.1, 0.2, 0.4, 1.0}', %s.v, $%d::text::tsquery, 1)", table, param)
		},
		empty: func(table string) string { return "DELETE FROM " + table },
	}
}

// namedMark is a lexeme that every document of names has; no word is like it.
const namedMark = "=n"

// maxPlace is the highest position a tsvector keeps.
const maxPlace = 16383

// vectorOf writes a tsvector: each word with its positions, a joined word at
// the place of its first part.
func vectorOf(t search.Terms, named bool) string {
	places := make(map[string][]int, len(t.Words))
	order := make([]string, 0, len(t.Words))
	put := func(word string, at int) {
		if _, ok := places[word]; !ok {
			order = append(order, word)
		}
		places[word] = append(places[word], min(at+1, maxPlace))
	}
	for i, w := range t.Words {
		put(w, i)
	}
	for _, j := range t.Joined {
		put(j.Form, j.At)
	}
	weight := ""
	var b strings.Builder
	if named {
		weight = "A"
		b.WriteString(lexeme(namedMark) + " ")
	}
	for _, word := range order {
		b.WriteString(lexeme(word))
		sep := byte(':')
		for _, at := range places[word] {
			b.WriteByte(sep)
			b.WriteString(strconv.Itoa(at) + weight)
			sep = ','
		}
		b.WriteByte(' ')
	}
	return b.String()
}

// lexeme quotes a word for the types tsvector and tsquery.
func lexeme(word string) string {
	return "'" + strings.ReplaceAll(strings.ReplaceAll(word, `\`, `\\`), "'", "''") + "'"
}

// postgresQuery writes a tsquery.
func postgresQuery(n search.Node) string {
	switch n.Op {
	case search.All:
		return "(" + joinNodes(n.Of, " & ", postgresQuery) + ")"
	case search.Any:
		return "(" + joinNodes(n.Of, " | ", postgresQuery) + ")"
	case search.Not:
		return "!(" + postgresQuery(n.Of[0]) + ")"
	}
	words := make([]string, len(n.Words))
	for i, w := range n.Words {
		words[i] = lexeme(w)
	}
	if n.Prefix {
		words[len(words)-1] += ":*"
	}
	text := strings.Join(words, " <-> ")
	for _, s := range n.Sounds {
		text += " | " + lexeme(s)
	}
	if n.Named {
		return "((" + text + ") & " + lexeme(namedMark) + ")"
	}
	return "(" + text + ")"
}
