package engine

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A Store stands for S3 where a distributed Map reads and writes. An object
// that does not exist is an error that wraps fs.ErrNotExist. Data is not
// changed once it was handed over.
type Store interface {
	Get(bucket, key string) ([]byte, error)
	// List gives the objects whose keys begin with prefix, sorted by key.
	List(bucket, prefix string) ([]StoredObject, error)
	Put(bucket, key string, data []byte) error
}

// A StoredObject is an object's entry in a listing.
type StoredObject struct {
	Key  string
	Size int64
}

// A MemoryStore is a Store in memory, of data by bucket and key. Put writes
// into it, so that it must not be nil for a ResultWriter.
type MemoryStore map[string]map[string][]byte

// Get gives an object's data.
func (s MemoryStore) Get(bucket, key string) ([]byte, error) {
	data, ok := s[bucket][key]
	if !ok {
		return nil, &fs.PathError{Op: "get", Path: bucket + "/" + key, Err: fs.ErrNotExist}
	}
	return data, nil
}

// List gives the objects whose keys begin with prefix.
func (s MemoryStore) List(bucket, prefix string) ([]StoredObject, error) {
	var list []StoredObject
	for key, data := range s[bucket] {
		if strings.HasPrefix(key, prefix) {
			list = append(list, StoredObject{key, int64(len(data))})
		}
	}
	sortObjects(list)
	return list, nil
}

// Put stores an object.
func (s MemoryStore) Put(bucket, key string, data []byte) error {
	if s == nil {
		return errors.New("the store has no place to write to")
	}
	if s[bucket] == nil {
		s[bucket] = map[string][]byte{}
	}
	s[bucket][key] = data
	return nil
}

// A DirStore is a Store in a directory, which holds a directory a bucket.
type DirStore string

func (s DirStore) path(bucket, key string) (string, error) {
	if bucket == "" || !filepath.IsLocal(filepath.FromSlash(bucket)) || !filepath.IsLocal(filepath.FromSlash(key)) {
		return "", &fs.PathError{Op: "open", Path: bucket + "/" + key, Err: fs.ErrInvalid}
	}
	return filepath.Join(string(s), filepath.FromSlash(bucket), filepath.FromSlash(key)), nil
}

// Get gives an object's data.
func (s DirStore) Get(bucket, key string) ([]byte, error) {
	path, err := s.path(bucket, key)
	if err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// List gives the objects whose keys begin with prefix.
func (s DirStore) List(bucket, prefix string) ([]StoredObject, error) {
	root, err := s.path(bucket, ".")
	if err != nil {
		return nil, err
	}
	var list []StoredObject
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		key := filepath.ToSlash(rel)
		if !strings.HasPrefix(key, prefix) {
			return nil
		}
		stat, err := d.Info()
		if err != nil {
			return err
		}
		list = append(list, StoredObject{key, stat.Size()})
		return nil
	})
	sortObjects(list)
	return list, err
}

// Put stores an object.
func (s DirStore) Put(bucket, key string, data []byte) error {
	path, err := s.path(bucket, key)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o666)
}

func sortObjects(list []StoredObject) {
	slices.SortFunc(list, func(a, b StoredObject) int { return strings.Compare(a.Key, b.Key) })
}
