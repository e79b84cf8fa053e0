// Package site knows the pages of a release: plain files in three languages
// that stand alone on a disk, with every claim one click from its passage and
// its original. It must never show what is withheld, name a member of staff
// beyond the two who decided, call a claim true, or hold all subjects in
// memory at once.
//
//	index.html  style.css
//	LANG/index.html  LANG/about.html  LANG/withheld.html
//	LANG/documents/SHA.html      first 16 digits of the item's SHA-256
//	LANG/documents/SHA-N.html    passages beyond the text that is shown
//	LANG/subjects/N.html         up to 200 subjects of one kind
//	LANG/people.html  LANG/people/N.html   of whom more is told than a row of a list
//	LANG/findings.html  posts.html  command.html  timeline.html  timeline-N.html  figures.html
//	LANG/exhibits.html           what is enclosed, by the numbers of its pages
//	LANG/names-N.html            up to 500 names of the index
//	LANG/glossary.html
//	LANG/dossier.pdf             all but the subjects, to print
package site
