package ocfl

import (
	"encoding/json"
	"fmt"
)

// layoutFile is ocfl_layout.json (specification section 4.1).
type layoutFile struct {
	Extension   string `json:"extension"`
	Description string `json:"description"`
}

// layoutConfig is the config.json of extension 0003.
type layoutConfig struct {
	ExtensionName   string `json:"extensionName"`
	DigestAlgorithm string `json:"digestAlgorithm"`
	TupleSize       int    `json:"tupleSize"`
	NumberOfTuples  int    `json:"numberOfTuples"`
}

// WriteRoot writes what makes a folder an OCFL storage root. Objects are then
// written below it where the layout says.
func WriteRoot(sink Sink, layout Layout) error {
	if err := layout.check(); err != nil {
		return err
	}
	described := layoutFile{LayoutName, "Each object is in a folder named by its percent-encoded id, below folders named by the first digits of the id's " +
		layout.Algorithm + " digest."}
	if err := writeJSON(sink, "ocfl_layout.json", described); err != nil {
		return err
	}
	config := layoutConfig{LayoutName, layout.Algorithm, layout.TupleSize, layout.Tuples}
	if err := writeJSON(sink, "extensions/"+LayoutName+"/config.json", config); err != nil {
		return err
	}
	return writeDeclaration(sink, "ocfl_1.1")
}

func writeJSON(sink Sink, name string, v any) error {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("making %s: %w", name, err)
	}
	return writeText(sink, name, string(text)+"\n")
}
