package flow

import (
	"sanad/internal/core/custody"
	"sanad/internal/format/dossier"
)

// exhibitList writes the list of what is numbered, with the file each exhibit is.
func (b *builder) exhibitList(bundle *Bundle) error {
	media, files := map[string]string{}, map[string]string{}
	for _, d := range bundle.Documents {
		name := d.Item.Sum.String()
		media[name], files[name] = d.Item.MediaType, dossier.OriginalsDir+"/"+name
	}
	for _, c := range bundle.Copies {
		media[c.Name], files[c.Name] = c.MediaType, c.Path
	}
	list := make([]dossier.Exhibit, 0, len(bundle.Exhibits))
	for i := range bundle.Exhibits {
		x := &bundle.Exhibits[i]
		x.MediaType, x.Path = media[x.Name], files[x.Name]
		list = append(list, dossier.Exhibit{Beg: x.Beg(), End: x.End(), BegAttach: x.BegAttach, EndAttach: x.EndAttach, Pages: x.Pages,
			Name: x.Name, Version: string(x.Version), Parent: x.Parent, Media: x.MediaType, File: x.Path, Index: x.Index})
	}
	data, err := dossier.MarshalExhibits(list)
	if err != nil {
		return err
	}
	return b.put(dossier.ExhibitsFile, data)
}

// Exhibit gives the exhibit that an item is, if it is one; not of what nobody may
// know the sum of.
func (b Bundle) Exhibit(item custody.Sum) *BundledExhibit {
	for i := range b.Exhibits {
		if b.Exhibits[i].Item == item && !item.IsZero() {
			return &b.Exhibits[i]
		}
	}
	return nil
}
