package desk

import (
	"net/http"
	"strconv"

	"sanad/internal/core/custody"
	"sanad/internal/core/search"
	"sanad/internal/core/text"
)

// leaf is the picture of a page beside its text.
type leaf struct {
	Address        string
	Part           int
	Previous, Next int     // where no reading leads from page to page; 0: none
	Width, Height  float64 // of the page in points; 0 where no reading knows
	Boxes          []leafBox
}

// leafBox is where on the page a passage stands.
type leafBox struct {
	X, Y, W, H float64
	Quote      string
	Asked      bool
}

// leafEdge is how far around its words a box is drawn, in points.
const leafEdge = 2

// drawable reports whether a page of the item can be drawn.
func drawable(item custody.Item) bool {
	family := search.FamilyOf(item.MediaType)
	return family == "pdf" || family == "image"
}

// leaf puts the picture of a page beside the text of the same page.
func (p *itemPage) leaf(v *visit, want wanted) {
	if v.Picture == nil || !drawable(p.Item) || p.Read != nil && p.Read.Form != text.Pages {
		return
	}
	l := &leaf{Part: max(want.part, 1)}
	if p.Read != nil && p.Read.Last > 0 {
		l.Part = p.Read.Part
		l.Width, l.Height = p.Read.page.Width, p.Read.page.Height
		l.Boxes = p.Read.boxes()
	} else {
		l.leafThrough(p.Fields)
	}
	l.Address = "/items/" + p.Item.Sum.String() + "/pictures/" + strconv.Itoa(l.Part)
	if v.wantsGraphic() {
		l.Address += "?graphic=show"
	}
	p.Leaf = l
}

// leafThrough finds the pages before and behind where nothing was read of
// them but their number.
func (l *leaf) leafThrough(fields []text.Field) {
	pages := 1
	for _, f := range fields {
		if n, err := strconv.Atoi(f.Value); err == nil && f.Name == "page_count" {
			pages = n
		}
	}
	if l.Part > 1 {
		l.Previous = l.Part - 1
	}
	if l.Part < pages {
		l.Next = l.Part + 1
	}
}

// boxes gives where the passages and the words looked for stand on the page.
func (r *reading) boxes() []leafBox {
	var out []leafBox
	add := func(at *text.Box, quote string, asked bool) {
		if at == nil {
			return
		}
		out = append(out, leafBox{at.X0 - leafEdge, at.Y0 - leafEdge, at.X1 - at.X0 + 2*leafEdge, at.Y1 - at.Y0 + 2*leafEdge, quote, asked})
	}
	for _, p := range r.passages {
		if p.Selector.Page == r.page.Number {
			add(p.Selector.Region, p.Quote, p.ID() == r.Asked)
		}
	}
	for _, s := range r.looked(r.page.Text) {
		region, _ := r.page.Place(s.From, s.To)
		add(region, r.page.Text[s.From:s.To], true)
	}
	return out
}

// sendPicture gives the picture of a page, drawn anew: bytes of the original
// itself never reach a browser as anything it would open.
func sendPicture(w http.ResponseWriter, v *visit) error {
	ctx := v.r.Context()
	page, err := strconv.Atoi(v.r.PathValue("page"))
	if err != nil || page < 1 || strconv.Itoa(page) != v.r.PathValue("page") {
		return absent("page", v.r.PathValue("page"))
	}
	item, err := v.item(ctx)
	if err != nil {
		return err
	}
	if err := v.refuseGraphic(ctx, item.Sum); err != nil {
		return err
	}
	if v.Picture == nil || !drawable(item) {
		return absent("page", v.r.PathValue("page"))
	}
	png, err := v.Picture(ctx, item, page)
	if err != nil {
		return damaged(err)
	}
	if err := v.see(ctx, item, custody.LookPicture); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "image/png")
	h.Set("Content-Security-Policy", boxed)
	h.Set("Content-Length", strconv.Itoa(len(png)))
	_, err = w.Write(png)
	return err
}
