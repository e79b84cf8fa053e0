// Package disk knows how an archive's bytes lie in one folder: under their
// SHA-256, written once, and readable without Sanad. It must never change or
// remove an original, and never call bytes settled before the disk holds them.
//
//	<folder>/
//	  originals/sha256/ab/cd/<sha256>      an item's bytes, mode 0444
//	  renditions/sha256/ab/cd/<sha256>     bytes derived from items
//	  sealed/sha256/ab/cd/<sha256>         what strangers handed in, encrypted before it came; times to the hour
//	  accessions/<id>/manifest-sha256.txt  a view, for sha256sum -c
//	  tmp/<session>.lock                   held while the session lives
//	  tmp/<session>.<n>                    bytes not yet settled
//
// Who can write the folder can destroy items or make them unreadable; they
// cannot make changed bytes pass as an original, because every read checks the
// SHA-256 that the ledger names.
//
// # What a crash leaves
//
// Put writes to tmp and Settle moves: first it makes the bytes of the whole
// batch durable, then it renames them into place, then it makes the names
// durable. So a name under originals always stands for bytes the disk holds,
// after a killed process and after loss of power alike. What was put and not
// settled is lost with the session and lies in tmp until Sweep; other
// processes see bytes only once they are settled.
//
// # Why the batch
//
// Measured with 10,000 files of 8 KiB and a Settle after each 256, against a
// loop that writes, fsyncs and renames each file into one flat folder and says
// nothing of the name's durability (virtual disk, 2 cores, files per second).
// The figures with journal are of trial loops without the store's own looks at
// the disk, the others of BenchmarkPutSmall:
//
//	                                          1 goroutine  4 goroutines
//	ext4 with journal
//	  the loop                                       1,500         2,800
//	  fsync each file, fsync each folder               920         2,000
//	  fsync each file, one syncfs for folders        1,450         3,100
//	  one syncfs, rename all, one syncfs             7,300         7,100
//	ext4 without journal
//	  the loop                                       2,100         4,900
//	  fsync each file, fsync each folder             1,700         2,400
//	  one syncfs, rename all, one syncfs             6,300         5,000
//
// What is left of the time goes into making a folder for nearly each of the
// first 65,536 items, which the loop does not do.
//
// An fsync waits for the journal and for the disk's cache each time; a syncfs
// waits once for all. It is used only where it is known to report what it
// could not write: Linux 5.8 or newer, on ext4, XFS, Btrfs or F2FS. A network
// or user-space file system may answer it without having done it, so there,
// and on other systems, each file and each folder is synced by itself. So are,
// everywhere, a file of 4 MiB or more and a batch of up to four folders: a
// syncfs also waits for what other programs wrote.
package disk
