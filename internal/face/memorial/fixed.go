package memorial

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"sanad/internal/face/words"
)

// fontFiles are letters for Latin and for Arabic and Persian names: EB Garamond and
// Noto Naskh Arabic, as npm packages @fontsource-variable/eb-garamond 5.3.0 and
// @fontsource-variable/noto-naskh-arabic 5.3.0 have them, unchanged. Both are under
// the SIL Open Font License 1.1, which stands beside them.
//
//go:embed fonts/*.woff2 fonts/*.LICENSE
var fontFiles embed.FS

//go:embed memorial.css
var style []byte

// fixed writes what is the same in every site.
func (w *writer) fixed(context.Context) error {
	names, err := fs.Glob(fontFiles, "fonts/*")
	if err != nil {
		return err
	}
	for _, name := range names {
		data, err := fontFiles.ReadFile(name)
		if err != nil {
			return err
		}
		if text, ok := strings.CutSuffix(name, ".LICENSE"); ok {
			name = text + ".LICENSE.txt"
		}
		if err := w.put(name, data); err != nil {
			return err
		}
	}
	return w.put("style.css", style)
}

// alone draws a page in one language.
func (w *writer) alone(v *voice, path string, build func() *listPage) ([]byte, error) {
	p := build()
	if err := w.frame(v, path, p.framed()); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := v.pages.ExecuteTemplate(&out, "list", p); err != nil {
		return nil, fmt.Errorf("drawing %s in %s: %w", path, v.Lang, err)
	}
	return out.Bytes(), nil
}

// urls gives the addresses of a page in the map of the site: one in each language,
// each with the others beside it.
func (w *writer) urls(path string) (out []siteURL) {
	for _, lang := range words.Langs() {
		if strings.HasPrefix(path, string(lang)+"/") { // of one language alone
			return []siteURL{{Loc: w.Address + path}}
		}
	}
	var alts []siteAlt
	for _, lang := range words.Langs() {
		alts = append(alts, siteAlt{"alternate", string(lang), w.Address + string(lang) + "/" + path})
	}
	for _, lang := range words.Langs() {
		out = append(out, siteURL{Loc: w.Address + string(lang) + "/" + path, Alts: alts})
	}
	return out
}

func sortedKeys[K int | string, V any](m map[K]V) []K {
	out := make([]K, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
