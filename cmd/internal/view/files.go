package view

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A File is a file to be written.
type File struct {
	Name string // path, in the system's form
	Text []byte
	// Private: nobody but its owner may read it, where it is new.
	Private bool
}

// WriteFiles writes a set of files, each whole or not at all: all are first
// written beside their places, under other names, and then put there. A reader
// never sees half a file, and when one cannot be written, none is changed, unless
// it is found only while they are put in place. Folders that are missing are
// made. Devices and pipes are written to as they are. A file that has its text already is left alone, so
// that its time does not change.
func WriteFiles(files []File) (err error) {
	type pending struct{ temp, name string }
	var ready []pending
	defer func() {
		for _, p := range ready {
			os.Remove(p.temp) //nolint:errcheck // gone already where all went well
		}
	}()
	for _, f := range files {
		if st, err := os.Stat(f.Name); err == nil && !st.Mode().IsRegular() && !st.IsDir() {
			// A device or a pipe takes what it is given; nothing can stand in
			// its place.
			if err := writeInto(f); err != nil {
				return fmt.Errorf("write %s: %w", f.Name, plainError(err))
			}
			continue
		}
		if old, err := os.ReadFile(f.Name); err == nil && bytes.Equal(old, f.Text) {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(f.Name), 0o777); err != nil {
			return fmt.Errorf("make folder for %s: %w", f.Name, plainError(err))
		}
		// A link stays one: what it leads to is replaced.
		if real, err := filepath.EvalSymlinks(f.Name); err == nil {
			f.Name = real
		}
		// What cannot be replaced has to be known before the first is.
		if st, err := os.Stat(f.Name); err == nil && st.IsDir() {
			return fmt.Errorf("write %s: it is a directory", f.Name)
		}
		temp, err := writeBeside(f)
		if err != nil {
			return fmt.Errorf("write %s: %w", f.Name, plainError(err))
		}
		ready = append(ready, pending{temp, f.Name})
	}
	for _, p := range ready {
		if err := os.Rename(p.temp, p.name); err != nil {
			return fmt.Errorf("write %s: %w", p.name, plainError(err))
		}
	}
	return nil
}

// writeInto writes to what is no file but has a name.
func writeInto(f File) error {
	out, err := os.OpenFile(f.Name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = out.Write(f.Text)
	if e := out.Close(); err == nil {
		err = e
	}
	return err
}

// writeBeside writes a temporary file in the folder of f, and returns its name.
func writeBeside(f File) (name string, err error) {
	mode := fs.FileMode(0o666) // less the umask, as any new file
	if f.Private {
		mode = 0o600
	}
	if st, err := os.Stat(f.Name); err == nil {
		mode = st.Mode().Perm()
	}
	var temp *os.File
	for i := 0; ; i++ {
		name = filepath.Join(filepath.Dir(f.Name), fmt.Sprintf(".%s.%d-%d.tmp", filepath.Base(f.Name), os.Getpid(), i))
		temp, err = os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if err == nil {
			break
		}
		if !errors.Is(err, fs.ErrExist) || i == 100 {
			return "", err
		}
	}
	_, err = temp.Write(f.Text)
	if err == nil {
		err = temp.Sync()
	}
	if e := temp.Close(); err == nil {
		err = e
	}
	if err != nil {
		os.Remove(name) //nolint:errcheck // the first error is the one to tell
		return "", err
	}
	return name, nil
}

// plainError leaves out the temporary name that the system's error mentions.
func plainError(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	var l *os.LinkError
	if errors.As(err, &l) {
		return l.Err
	}
	return err
}
