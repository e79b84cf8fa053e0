// Package memorial knows the pages of a site for everybody: people, events, places,
// documents and findings in three languages, as plain files that need no server and
// no script. It must never show what a flow.Site does not hold, decide between
// sources, call anybody guilty, or hold all records in memory at once.
//
//	index.html  style.css  fonts/  robots.txt  sitemap.xml
//	LANG/index.html  LANG/about.html  LANG/method.html  LANG/corrections.html
//	LANG/check.html  LANG/feed.atom
//	LANG/people/index.html  LANG/people/in-LETTER-N.html  LANG/people/y-YEAR-N.html
//	LANG/people/ID.html  LANG/events/ID.html  LANG/places/ID.html  LANG/records/ID.html,
//	each with its citations
//	LANG/documents/SHA.html      first 16 digits of the original's SHA-256
//	LANG/findings/ID.html  LANG/lists/index.html
//	LANG/tags/index.html  LANG/tags/ID-N.html  LANG/tags/ID.atom
package memorial
