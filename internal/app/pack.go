package app

import (
	"sanad/internal/face/cli"
	"sanad/internal/face/site"
	"sanad/internal/face/words"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
	"sanad/internal/store/disk"
)

func pack(folder, dest string) (cli.Packed, error) {
	p, err := disk.Pack(folder, dest)
	return cli.Packed{Files: p.Files, Bytes: p.Size}, err
}

// pagesIn gives the pages of a release in the languages that are named.
func pagesIn(names []string) (flow.Pages, error) {
	var langs []words.Lang
	for _, name := range names {
		lang, ok := words.Known(name)
		if !ok {
			return nil, fail.New(fail.Usage, "there are no pages in %q", name).Do("use --lang with some of %v", words.Langs())
		}
		langs = append(langs, lang)
	}
	return site.In(langs...), nil
}
