package cli

import (
	"sanad/internal/ground/fail"
)

type releasePackCmd struct {
	Folder string `arg:"" help:"A dossier's folder, as sanad release build wrote it."`
	Out    string `help:"The ZIP file to write; FOLDER.zip if not given." placeholder:"FILE"`
}

// packedView is a ZIP file that was written.
type packedView struct {
	Path  string `json:"path"`
	Files int64  `json:"files"`
	Bytes int64  `json:"bytes"` // of the file
}

// Run packs a folder that is whole: it is no event, for nothing leaves by it that
// had not left.
func (c *releasePackCmd) Run(s *session) error {
	dest := c.Out
	if dest == "" {
		dest = trimSlash(c.Folder) + ".zip"
	}
	if c.Folder == "" {
		return fail.New(fail.Usage, "no folder is named")
	}
	packed, err := s.Pack(c.Folder, dest)
	if err != nil {
		return err
	}
	out := packedView{dest, packed.Files, packed.Bytes}
	return s.answer(out, func() {
		s.sayf("%s: %s, %s", out.Path, many(out.Files, "file", "files"), size(out.Bytes))
		s.sayf("anyone can check it as it is: sanad-verify %s", out.Path)
	})
}

func trimSlash(path string) string {
	for len(path) > 1 && (path[len(path)-1] == '/' || path[len(path)-1] == '\\') {
		path = path[:len(path)-1]
	}
	return path
}
