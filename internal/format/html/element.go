package html

import "golang.org/x/net/html/atom"

// breakOf gives the break that stands before and after an element.
func breakOf(a atom.Atom) int {
	switch a {
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Table, atom.Ul, atom.Ol,
		atom.Dl, atom.Blockquote, atom.Pre, atom.Hr, atom.Article, atom.Section, atom.Figure:
		return paragraph
	case atom.Div, atom.Li, atom.Dt, atom.Dd, atom.Tr, atom.Caption, atom.Br, atom.Address, atom.Aside,
		atom.Header, atom.Footer, atom.Nav, atom.Main, atom.Form, atom.Fieldset, atom.Legend, atom.Figcaption,
		atom.Option, atom.Select, atom.Optgroup, atom.Textarea, atom.Details, atom.Summary, atom.Body,
		atom.Html, atom.Head, atom.Center, atom.Thead, atom.Tbody, atom.Tfoot, atom.Dir, atom.Menu,
		atom.Hgroup, atom.Search, atom.Dialog, atom.Noscript, atom.Iframe, atom.Video, atom.Audio:
		return line
	}
	return none
}

// isDropped tells elements whose content is no text of the page: what is run or
// what styles it. iframe, noembed and noframes hold what no browser shows. All
// of them the tokenizer gives as one text: no tag can be inside.
func isDropped(a atom.Atom) bool {
	switch a {
	case atom.Script, atom.Style, atom.Iframe, atom.Noembed, atom.Noframes:
		return true
	}
	return false
}
