package flow

import "sanad/internal/core/custody"

// What the kinds of jobs are told, as they stand in Job.Params.

// ProcessJob narrows a job that reads, as ProcessRequest does. A password is
// never part of it: it would be written down.
type ProcessJob struct {
	Item  *custody.Sum `json:"item,omitempty"`
	Retry bool         `json:"retry,omitempty"`
	Step  string       `json:"step,omitempty"`
}

// LinkJob says how a job links the rows of its case.
type LinkJob struct {
	Spec string `json:"spec,omitempty"`
}

// ImportJob says which table a job imports, and what its columns are.
type ImportJob struct {
	Item    custody.Sum `json:"item"`
	Mapping string      `json:"mapping"`
}

// VerifyJob says how much a job compares.
type VerifyJob struct {
	Fixity bool `json:"fixity,omitempty"`
	Sample int  `json:"sample,omitempty"`
}

// ReleaseJob says which release a job builds.
type ReleaseJob struct {
	Release string `json:"release"`
}

// ExportJob says what a job exports: an accession as bagit or ocfl, a case as
// graph, the log as tiles; in one of the HandForms what a release holds, or what of
// the case may leave to anybody.
type ExportJob struct {
	Form      string `json:"form"`
	Accession string `json:"accession,omitempty"`
	Release   string `json:"release,omitempty"`
}
