package html

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"sanad/internal/format/content"
)

// walker reads the tags of a page in their order.
type walker struct {
	z    *html.Tokenizer
	opt  content.Options
	out  content.Sink
	flow flow
	meta meta

	pre     int       // how many <pre> and <textarea> are open
	skipped atom.Atom // the open element whose text is dropped, 0 if none
	title   bool      // inside <title>
	tables  []int     // the cells begun in the row of each open table
	embeds  int       // files written into the page so far
	hidden  int       // elements that say they are not shown
	strict  bool      // XHTML: <script/> is closed
}

func itoa(n int) string { return strconv.Itoa(n) }

// walk reads on until the tokenizer has no more.
func (w *walker) walk() error {
	for {
		var err error
		switch w.z.Next() {
		case html.ErrorToken:
			return w.meta.tell(w.out)
		case html.TextToken:
			err = w.text(string(w.z.Text()))
		case html.StartTagToken:
			err = w.start(false)
		case html.SelfClosingTagToken:
			err = w.start(w.strict)
		case html.EndTagToken:
			err = w.end()
		case html.CommentToken:
			w.meta.comment(w.z.Text())
		}
		if err != nil {
			return err
		}
	}
}

func (w *walker) text(text string) error {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "")
	switch {
	case w.title:
		w.meta.addTitle(text)
		return nil
	case w.skipped != 0:
		return nil
	case w.pre > 0:
		return w.flow.pre(text)
	}
	return w.flow.words(text)
}

// start reads a tag that opens, and in XHTML may close at once.
func (w *walker) start(closed bool) error {
	name, more := w.z.TagName()
	a := atom.Lookup(name)
	attrs, err := w.attributes(more)
	if err != nil {
		return err
	}
	w.flow.want(breakOf(a))
	if closed {
		w.z.NextIsNotRawText()
	} else {
		w.enter(a, attrs)
	}
	switch a {
	case atom.Title:
		w.title = !closed && w.meta.title.Len() == 0
	case atom.Html:
		w.meta.add("language", attrs["lang"])
	case atom.Meta:
		w.meta.property(attrs)
	case atom.Link:
		w.meta.link(attrs)
	}
	return w.shown(a, attrs)
}

// enter notes what is open from now on.
func (w *walker) enter(a atom.Atom, attrs map[string]string) {
	switch {
	case isDropped(a):
		w.skipped = a
	case a == atom.Pre, a == atom.Textarea:
		w.pre++
	case a == atom.Table:
		if int64(len(w.tables)) < w.opt.Limits.Depth {
			w.tables = append(w.tables, -1)
		}
	case a == atom.Tr:
		w.row()
	case a == atom.Td, a == atom.Th:
		w.cell()
	}
	if isHidden(attrs) {
		w.hidden++
	}
}

// row begins a row in the innermost table. The first one opens no new line in
// a cell that holds nothing before it.
func (w *walker) row() {
	n := len(w.tables)
	if n == 0 {
		return
	}
	if w.tables[n-1] >= 0 {
		w.flow.fresh = false
		w.flow.want(line)
	}
	w.tables[n-1] = 0
}

// cell begins a cell; cells outside of a table are mere lines.
func (w *walker) cell() {
	n := len(w.tables)
	if n == 0 {
		w.flow.want(line)
		return
	}
	if w.tables[n-1] > 0 {
		w.flow.cell()
	}
	w.tables[n-1] = max(w.tables[n-1], 0) + 1
	w.flow.fresh = true
}

// shown adds what an attribute lets a reader see: the words for an image, the
// title of a thing, what a form's field holds. They stand in brackets because
// they are no part of the running text.
func (w *walker) shown(a atom.Atom, attrs map[string]string) error {
	if w.skipped != 0 && w.skipped != a {
		return nil
	}
	label := ""
	switch {
	case a == atom.Input && attrs["type"] != "hidden" && attrs["type"] != "password":
		label = attrs["value"]
	case a == atom.Img, a == atom.Area:
		label = attrs["alt"]
	}
	if label == "" {
		label = attrs["title"]
	}
	label = strings.Join(strings.FieldsFunc(label, isSpace), " ")
	if label == "" || a == atom.Link || a == atom.Html || a == atom.Style {
		return nil
	}
	w.flow.want(space)
	if err := w.flow.word("[" + label + "]"); err != nil {
		return err
	}
	w.flow.want(space)
	return nil
}

// end reads a tag that closes.
func (w *walker) end() error {
	name, _ := w.z.TagName()
	a := atom.Lookup(name)
	if w.skipped != 0 {
		if a == w.skipped {
			w.skipped = 0
		}
		return nil
	}
	switch {
	case a == atom.Title:
		w.title = false
	case (a == atom.Pre || a == atom.Textarea) && w.pre > 0:
		w.pre--
	case a == atom.Table && len(w.tables) > 0:
		w.tables = w.tables[:len(w.tables)-1]
		w.flow.fresh = false
	}
	w.flow.want(breakOf(a))
	return nil
}

// isHidden tells the plain ways to keep an element from being shown. Styles in
// sheets are not read, so what is not told may be hidden still.
func isHidden(attrs map[string]string) bool {
	if _, ok := attrs["hidden"]; ok {
		return true
	}
	style := strings.ToLower(strings.Join(strings.Fields(attrs["style"]), ""))
	for _, way := range []string{"display:none", "visibility:hidden", "font-size:0", "opacity:0;"} {
		if strings.Contains(style+";", way) {
			return true
		}
	}
	return false
}
