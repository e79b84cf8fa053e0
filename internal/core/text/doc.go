// Package text knows what can be read in an item, tied to the page, cell or
// bytes it stands in. It must never replace an original: a rendition is
// always one engine's reading at one version.
package text
