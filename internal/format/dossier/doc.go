// Package dossier knows how a dossier lies on disk: what each part is called
// and the one way it is written. It must never judge what the parts say; that
// is for package verify, which an outsider runs.
//
//	DOSSIER/
//	  index.html, en/ fa/ ar/, style.css   pages to read
//	  originals/<sha256>                   exact bytes of every cited original
//	  renditions/<sha256>                  readings that disclosed passages were read in
//	  ledger/key                           the log's public key, a note verifier key, and "\n"
//	  ledger/checkpoint                    the signed log the dossier was planned from
//	  ledger/cosigned                      a checkpoint that witnesses signed, if there is one
//	  ledger/cosigned.consistency          proof that ledger/checkpoint continues it
//	  ledger/stamp.checkpoint              a checkpoint that an authority stamped, if there is one
//	  ledger/stamp.tsq, ledger/stamp.tsr   the request and the reply (RFC 3161)
//	  ledger/stamp.consistency             as above
//	  ledger/events.jsonl                  disclosed events with their proofs, ascending
//	  exhibits.csv                         the numbers of the pages of what is enclosed
//	  withheld.json                        what was left out and under which rule
//	  dossier.json                         what this dossier is
//	  manifest-sha256.txt                  the SHA-256 of every file above
//	  seal/release.json                    the event that names the manifest
//	  seal/release.tlog-proof              its proof under a later signed log
//	  seal/consistency                     proof that the later log continues the earlier
//
// Every part has exactly one form. A reader refuses any other spelling of the
// same content, so that no byte can be changed unseen.
package dossier

// The parts, as slash paths below the dossier's folder.
const (
	StartFile       = "index.html"
	OriginalsDir    = "originals"
	RenditionsDir   = "renditions"
	CopiesDir       = "copies"
	KeyFile         = "ledger/key"
	CheckpointFile  = "ledger/checkpoint"
	EventsFile      = "ledger/events.jsonl"
	WithheldFile    = "withheld.json"
	AboutFile       = "dossier.json"
	ManifestFile    = "manifest-sha256.txt"
	SealDir         = "seal"
	ReleaseFile     = "seal/release.json"
	ProofFile       = "seal/release.tlog-proof"
	ConsistencyFile = "seal/consistency"

	CosignedFile            = "ledger/cosigned"
	CosignedConsistencyFile = "ledger/cosigned.consistency"
	StampedFile             = "ledger/stamp.checkpoint"
	StampedConsistencyFile  = "ledger/stamp.consistency"
)

// What others said of a log, in a folder of its tiles, and how the three files of a
// time stamp end.
const (
	CosignedDir     = "cosigned"
	StampsDir       = "stamps"
	StampedEnd      = ".checkpoint"
	StampRequestEnd = ".tsq"
	StampReplyEnd   = ".tsr"
)

// ExportFile says what an export is that programs read, and of what format it is;
// beside its own files it has a manifest, the log's key and seals as a dossier has.
const (
	ExportFile   = "export.json"
	ExportFormat = "sanad-export/1"
)

// Seals lists the files that the manifest cannot name because they are made
// after it, the manifest first.
func Seals() []string {
	return []string{ManifestFile, ReleaseFile, ProofFile, ConsistencyFile}
}
