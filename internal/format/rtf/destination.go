package rtf

import (
	"fmt"
	"strconv"
	"strings"
)

// destination begins a group that says where its letters go, and reports
// whether the word is one that does.
func (r *reader) destination(word string) bool {
	r.flush()
	switch word {
	case "fonttbl":
		r.enter(fonts, nil)
	case "revtbl":
		r.enter(authors, nil)
		r.gather.Reset()
	case "info", "field", "fldrslt", "shppict", "object", "result", "listtext", "pntext", "ud", "upr":
		return r.passage(word)
	case "footnote":
		r.note("footnote")
	case "annotation":
		r.annotation()
	case "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf":
		r.apart(word[:6])
	case "shp", "shpinst", "shpgrp", "do", "sp":
		r.enter(shape, nil)
	case "shptxt", "dptxbxtext":
		r.box()
	case "pict":
		r.media = ""
		r.enter(picture, nil)
	case "objdata":
		r.enter(object, nil)
	case "fldinst":
		r.enter(gathered, r.link)
	case "atnauthor":
		r.enter(gathered, func() { r.author = r.gather.String() })
	case "atndate":
		r.enter(gathered, func() { r.stamp = packed(r.gather.String()) })
	case "userprops", "colortbl", "stylesheet", "listtable", "listoverridetable", "rsidtbl", "themedata", "colorschememapping",
		"latentstyles", "datastore", "xmlnstbl", "mmathPr", "pgptbl", "filetbl", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc",
		"aftncn", "nonshppict", "shprslt", "nonesttables", "bkmkstart", "bkmkend", "blipuid", "picprop", "pnseclvl", "tc", "xe",
		"atnid", "atnref", "atnparent", "atrfstart", "atrfend", "template", "objclass", "objname", "fname", "falt", "panose", "pn":
		r.enter(passed, nil)
	default:
		return r.property(word)
	}
	return true
}

// passage handles groups that hold text like any other.
func (r *reader) passage(word string) bool {
	switch {
	case word == "upr": // the same text in a code page, then in Unicode
		r.twice = r.dest
		r.enter(shape, nil)
	case word == "ud":
		r.dest = r.twice
	case r.dest == shape:
		return false
	case word == "info":
		r.enter(shape, nil) // only the properties in it
	}
	return true
}

// property begins a group that holds a property of the document.
func (r *reader) property(word string) bool {
	name := ""
	switch word {
	case "title", "subject", "keywords", "category", "manager", "company":
		name = word
	case "author":
		name = "author"
	case "operator":
		name = "last_modified_by"
	case "doccomm":
		name = "description"
	case "generator":
		name = "creator"
	case "hlinkbase":
		name = "hyperlink_base"
	case "creatim", "revtim", "printim":
		field := map[string]string{"creatim": "created", "revtim": "modified", "printim": "last_printed"}[word]
		r.enter(gathered, func() { r.out.Say(field, r.moment()) })
		return true
	default:
		return false
	}
	r.enter(gathered, func() { r.out.Say(name, strings.TrimSuffix(strings.TrimSpace(r.gather.String()), ";")) })
	return true
}

// apart gathers the group's text and puts it beside the page.
func (r *reader) apart(what string) {
	r.tellSide()
	table := r.inTable
	r.inTable = false
	r.w.Push()
	r.enter(flow, func() {
		r.w.Once(what, strings.TrimSpace(r.w.Pop()))
		r.inTable = table
	})
}

// note marks a footnote where it stands. A footnote with \ftnalt is an endnote;
// to the reader both are notes.
func (r *reader) note(kind string) {
	r.notes[kind]++
	mark := fmt.Sprintf("%s %d", kind, r.notes[kind])
	if r.dest == flow && r.sideKind() == "" {
		r.tableState()
		r.w.Text("[" + mark + "]")
	}
	r.apart(mark)
}

func (r *reader) annotation() {
	what := "comment"
	if r.author != "" {
		what += " by " + strings.TrimSpace(r.author)
	}
	r.author, r.stamp = "", ""
	r.tellSide()
	table := r.inTable
	r.inTable = false
	r.w.Push()
	r.enter(flow, func() {
		if r.stamp != "" {
			what += ", " + r.stamp
		}
		r.w.Aside(what, strings.TrimSpace(r.w.Pop()))
		r.inTable, r.stamp = table, ""
	})
}

// box gathers the text of a drawn object, which follows its paragraph.
func (r *reader) box() {
	table := r.inTable
	r.inTable = false
	r.w.Push()
	r.enter(flow, func() {
		r.w.Box(r.w.Pop())
		r.inTable = table
	})
}

// link looks in a field's instruction for the target of a link.
func (r *reader) link() {
	words := strings.Fields(r.gather.String())
	if len(words) < 2 || !strings.EqualFold(words[0], "HYPERLINK") || words[1] == `\l` {
		return
	}
	r.w.Once("link", strings.Trim(words[1], `"`))
}

// packed reads a date of an annotation (DTTM: minute, hour, day, month, year
// since 1900 in bits of a number), "" for none.
func packed(s string) string {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	if n &= 1<<32 - 1; err != nil || n == 0 {
		return ""
	}
	r := reader{when: [5]int{int(n>>20&0x1ff) + 1900, int(n >> 16 & 15), int(n >> 11 & 31), int(n >> 6 & 31), int(n & 63)}}
	return r.moment()
}

// layout handles control words that end lines, cells and pages.
func (r *reader) layout(word string) bool {
	switch word {
	case "par", "line", "column", "cell", "nestcell", "nestrow", "row", "page", "sect", "softpage", "pagebb":
	case "trowd", "intbl":
		r.intbl = true
		return true
	case "pard":
		r.intbl = false
		return true
	case "sbknone":
		r.joined = true
		return true
	case "sectd":
		r.joined = false
		return true
	default:
		return false
	}
	if r.dest != flow {
		return true
	}
	r.flush()
	if what := r.sideKind(); what != "" && (word == "par" || word == "line") {
		r.putSide(what, "\n")
		return true
	}
	r.tellSide()
	r.tableState()
	r.breakLine(word)
	return true
}

func (r *reader) breakLine(word string) {
	switch word {
	case "par", "line", "column", "nestcell", "nestrow":
		r.w.Line()
	case "cell":
		r.beginTable()
		r.w.Cell()
	case "row":
		if r.inTable {
			r.w.Row()
		}
	case "page":
		r.w.Break()
	case "softpage":
		r.w.SoftBreak()
	case "pagebb":
		r.w.BreakBefore()
	case "sect":
		r.w.Fresh()
		if !r.joined {
			r.w.BreakBefore()
		}
	}
}

// tableState opens or closes a table, as the paragraph belongs to one or not.
func (r *reader) tableState() {
	if r.intbl {
		r.beginTable()
	} else if r.inTable {
		r.w.EndTable()
		r.inTable = false
	}
}

func (r *reader) beginTable() {
	if !r.inTable {
		r.inTable = true
		r.w.Table()
	}
}
