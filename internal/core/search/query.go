package search

// Op says what a node of a query asks for.
type Op int

// The operations.
const (
	All    Op = iota // every one of its parts
	Any              // one of its parts at least
	Not              // its one part nowhere
	Word             // its one word
	Phrase           // its words one behind the other
)

// Node is a part of what a query asks for. Words are folded, and of letters,
// digits and marks only: whatever a person types, nothing else reaches an
// index's own query language.
type Node struct {
	Op     Op
	Of     []Node
	Words  []string
	Prefix bool // the last word need only begin so
	Named  bool // only where things are named: files, people, fields
	// Sounds are words of other scripts that sound like the word; Expand
	// fills them in.
	Sounds []string
}

// Filters narrow what is found. Values of one filter widen each other, filters
// narrow each other, and one without a value does not narrow.
type Filters struct {
	Kinds    []Kind
	Families []Family
	Cases    []string
	Langs    []string
	Sources  []string
	// From and To are days as numbers, 20210531; a part that is not known is
	// 00 in From and 99 in To. Both ends count; 0: no end.
	From, To int
}

// Query is what somebody asks an index.
type Query struct {
	Root    Node
	Filters Filters
	// Exact: only what is written so, nothing that sounds like it.
	Exact bool
	// Bare is the question without its filters where it is of nothing but
	// words: what may be a name. Else "".
	Bare string
}

// Each calls yield for every word and phrase that is asked for and not
// excluded.
func (n Node) Each(yield func(Node)) {
	switch n.Op {
	case Word, Phrase:
		yield(n)
	case All, Any:
		for _, part := range n.Of {
			part.Each(yield)
		}
	}
}

// Expand gives the query with what sounds like its words: lookup is asked for
// the words of the other script that have the same skeleton, and told whether
// only words of names count, which is so for short skeletons, on which
// strangers meet. Words that everybody uses, and quoted ones, are not expanded.
func (q Query) Expand(lookup func(Sound) ([]string, error)) (Query, error) {
	if q.Exact {
		return q, nil
	}
	root, err := q.Root.expand(lookup)
	q.Root = root
	return q, err
}

func (n Node) expand(lookup func(Sound) ([]string, error)) (Node, error) {
	switch n.Op {
	case All, Any:
		parts := make([]Node, len(n.Of))
		for i, part := range n.Of {
			var err error
			if parts[i], err = part.expand(lookup); err != nil {
				return n, err
			}
		}
		n.Of = parts
	case Word:
		sound, ok := soundOf(n.Words[0])
		if n.Prefix || !ok {
			return n, nil
		}
		words, err := lookup(sound)
		n.Sounds = words
		return n, err
	}
	return n, nil
}

// Heard reports whether any word of the query was expanded.
func (q Query) Heard() bool {
	heard := false
	q.Root.Each(func(n Node) { heard = heard || len(n.Sounds) > 0 })
	return heard
}
