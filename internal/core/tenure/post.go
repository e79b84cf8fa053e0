package tenure

import (
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/ground/script"
)

// Post is a post as claims tell of it.
type Post struct {
	ID        string
	Names     []Said
	Units     []Said // the body it belongs to
	Commands  []Said // the bodies its holder commands
	Superiors []Said // the posts its holder answers to
	Ranks     []Said
	Left      []Left
	Row       *Tenure // the tenure it tells of itself, if it is a row of a gazette
}

// Named gives the post with what it is called.
func (p Post) Named() Named {
	n := Named{Entity: p.ID}
	for _, s := range p.Names {
		if n.Name == "" || s.Standing == claim.Favoured {
			n.Name = s.Written
		}
	}
	return n
}

// ReadPost reads the claims about a Post entity.
func ReadPost(id string, claims []claim.Claim, names map[string]string) Post {
	p := Post{ID: id}
	into := map[string]*[]Said{"name": &p.Names, "unit": &p.Units, "body": &p.Units, "commands": &p.Commands, "superior": &p.Superiors, "rank": &p.Ranks}
	for _, c := range claims {
		to, ok := into[c.Property]
		switch {
		case !ok:
		case counts(c.Standing):
			*to = append(*to, said(c, names))
		default:
			p.Left = append(p.Left, left(c))
		}
	}
	if row, ok := readRow(p, claims, names); ok {
		p.Row = &row
	}
	return p
}

// Heads reports whether the post is that of a head, by its rank or else by its
// name: a word of headHeads stands in it, and none of headDeputies before it.
// It is how a commander is found where no source says who commands.
func (p Post) Heads() bool {
	for _, said := range [][]Said{p.Ranks, p.Names} {
		for _, s := range said {
			if heads(s.Written) {
				return true
			}
		}
	}
	return false
}

func heads(text string) bool {
	for _, word := range script.Words(text) {
		if slices.Contains(headDeputies(), word) {
			return false
		}
		if slices.Contains(headHeads(), word) {
			return true
		}
	}
	return false
}

// headHeads are the words of heads, folded; headDeputies are those that make a
// head's post another one.
func headHeads() []string {
	return folded("head", "chief", "commander", "commandant", "director", "president", "chairman", "chairwoman", "chairperson", "minister", "governor", "warden", "superintendent",
		"رئیس", "فرمانده", "مدیر", "وزیر", "دادستان", "سرپرست", "مدیرکل", "استاندار",
		"قائد", "مدير", "وزير", "آمر", "محافظ")
}

func headDeputies() []string {
	return folded("deputy", "vice", "assistant", "aide", "secretary", "former", "معاون", "جانشین", "قائم‌مقام", "قائم", "دستیار", "منشی", "دبیر", "نائب", "وكيل", "مساعد")
}

func folded(words ...string) []string {
	for i, w := range words {
		words[i] = script.Fold(w)
	}
	return words
}
