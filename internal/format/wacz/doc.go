// Package wacz knows packages of web archives (WACZ 1.1.1): a ZIP file with
// WARC files, their index, a list of pages, a list of all files with their
// hashes, and sometimes a signature over that list (wacz-auth 0.1.0). It must
// never call a package whole without hashing every file of it, and never say
// more of a signature than it shows: who holds a key vouches for the package,
// nobody vouches for what the web server said.
//
//	archive/NAME.warc.gz     the records
//	indexes/index.cdx.gz     CDXJ lines, packed in blocks; index.idx finds the block
//	pages/pages.jsonl        where to begin reading
//	datapackage.json         every other file, its bytes and SHA-256
//	datapackage-digest.json  the SHA-256 of datapackage.json, and a signature of it
package wacz
