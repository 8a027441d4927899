// Package apimodel knows the APIs of the services that data pipelines call: their
// operations, and what these take, give and raise. It reads a table that is
// embedded, a file for each service, which the module in gen makes of the sources
// of the AWS SDK for Go. Only what is asked for is unpacked, once. It knows neither
// HCL nor the kinds of tasks. Start at Lookup, or at Resource for what a Task state
// calls.
package apimodel

import (
	"embed"
	"slices"
	"strings"
	"sync"
)

// A Service is the model of one service. It belongs to the package and is not to
// be changed, nor is what it leads to.
type Service struct {
	// Name as it stands in a resource of an SDK integration, "emrserverless".
	Name string

	// Operations in alphabetical order.
	Operations []Operation

	// Errors are all that the service's operations raise, in alphabetical
	// order, as the API names them. They may be few: the APIs of ec2 and s3
	// name next to none of theirs.
	Errors []string
}

// An Operation is one action of a service.
type Operation struct {
	// Name as the API has it, "StartJobRun".
	Name string

	// Input and Output are structures.
	Input, Output *Shape

	// Errors that it raises, in alphabetical order, as the API names them. Of
	// services whose errors are known for all of their operations only, these
	// are they.
	Errors []string
}

// A Shape is the type of a value. Shapes may lead back to themselves.
type Shape struct {
	Kind Kind

	// Elem is the shape of the elements of a List or Map. The keys of a Map
	// are strings.
	Elem *Shape

	// Values are those of an Enum that the model knows, in alphabetical order;
	// services learn others before a table does.
	Values []string

	// Members of a Structure or Union, in alphabetical order of their names.
	Members []Member
}

// A Member of a structure, or of a union, of which one is given at a time.
type Member struct {
	// Name as the API has it, with a capital first letter. Step Functions
	// takes it under this name or under another one: see Casing.
	Name string

	// Required: a call without it is refused before it is made. Tokens that
	// the SDK makes up where there is none are not required.
	Required bool

	Shape *Shape
}

// Kind is what a shape is.
type Kind byte

// The kinds. Package gen has the same list.
const (
	String Kind = iota
	Integer
	Number
	Boolean
	// Timestamp is text in JSON, as ISO 8601 has it.
	Timestamp
	// Blob are bytes. Step Functions takes any value for them, which it writes
	// as JSON unless it is text; an answer has text.
	Blob
	// Document is any value.
	Document
	Enum
	List
	Map
	Structure
	Union
)

//go:embed models/*.model
var models embed.FS

// services holds what has been unpacked: name → func() *Service.
var services sync.Map

// Lookup finds a service by its name in resources of SDK integrations. It reports
// false where the table has no such service, which says nothing about whether
// there is one. It may be called by several goroutines at once.
func Lookup(service string) (*Service, bool) {
	once, ok := services.Load(service)
	if !ok {
		// Whoever is first puts the function in place that all will call.
		once, _ = services.LoadOrStore(service, sync.OnceValue(func() *Service { return unpack(service) }))
	}
	s := once.(func() *Service)()
	return s, s != nil
}

func unpack(service string) *Service {
	packed, err := models.ReadFile("models/" + service + ".model")
	if err != nil {
		services.Delete(service) // names are the user's: they are not kept
		return nil
	}
	s, err := decode(packed)
	if err != nil {
		panic("apimodel: the table of " + service + " cannot be read: " + err.Error())
	}
	s.Name = service
	return s
}

// Services lists the names of the services of the table, in alphabetical order.
func Services() []string {
	files, err := models.ReadDir("models")
	if err != nil {
		panic("apimodel: " + err.Error()) // it is embedded
	}
	var names []string
	for _, f := range files {
		if name, ok := strings.CutSuffix(f.Name(), ".model"); ok {
			names = append(names, name)
		}
	}
	slices.Sort(names) // a dot comes before letters, and not before their ends
	return names
}

// Operation finds an operation by its name; the case of the first letter does not
// count.
func (s *Service) Operation(name string) (*Operation, bool) {
	name = capital(name)
	i, found := slices.BinarySearchFunc(s.Operations, name, func(op Operation, name string) int {
		return strings.Compare(op.Name, name)
	})
	if !found {
		return nil, false
	}
	return &s.Operations[i], true
}

// Member finds a member of a structure or union by the API's name.
func (s *Shape) Member(name string) (*Member, bool) {
	i, found := slices.BinarySearchFunc(s.Members, name, func(m Member, name string) int {
		return strings.Compare(m.Name, name)
	})
	if !found {
		return nil, false
	}
	return &s.Members[i], true
}

func capital(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
