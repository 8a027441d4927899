package main

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// sdk is a module of the SDK in small: an operation with a token, one with a union
// and with what comes back to itself, and errors of one operation.
var sdk = fstest.MapFS{
	"api_op_StartJob.go": {Data: []byte(`package tea

func (c *Client) StartJob(ctx context.Context, params *StartJobInput, optFns ...func(*Options)) (*StartJobOutput, error) {
	return nil, nil
}

type StartJobInput struct {
	// Tells jobs apart.
	//
	// This member is required.
	ClientToken *string
	// This member is required.
	Name *string
	// This member is required.
	Cups int32
	Kind types.Kind
	Labels map[string]string
	Steps []types.Step
	Body io.Reader
	Digest []byte
	Due *time.Time
	Share *float64
	Strict bool
	Extra document.Interface
	Type_ *string

	noSmithyDocumentSerde
}

type StartJobOutput struct {
	Id *string

	ResultMetadata middleware.Metadata

	noSmithyDocumentSerde
}

type idempotencyToken_initializeOpStartJob struct{}

func (m *idempotencyToken_initializeOpStartJob) HandleInitialize(ctx context.Context) {
	if m.tokenProvider == nil {
		return
	}
	if input.ClientToken == nil {
		input.ClientToken = &t
	}
}
`)},
	"api_op_Look.go": {Data: []byte(`package tea

func (c *Client) Look(ctx context.Context, params *LookInput) (*LookOutput, error) { return nil, nil }

type LookInput struct{ Id *string }
type LookOutput struct {
	Step *types.Step
	Value types.Value
}
`)},
	"validators.go": {Data: []byte(`package tea

func validateStep(v *types.Step) error {
	if v.Do == nil {
		invalidParams.Add(smithy.NewErrParamRequired("Do"))
	}
	return nil
}
func validateOpLookInput(v *LookInput) error {
	if v.Id == nil {
		invalidParams.Add(smithy.NewErrParamRequired("Id"))
	}
	return nil
}
`)},
	"deserializers.go": {Data: []byte(`package tea

func awsRestjson1_deserializeOpErrorLook(response *smithyhttp.Response) error {
	switch {
	case strings.EqualFold("NoSuchTea", errorCode):
		return awsRestjson1_deserializeErrorNoSuchTea(response, errorBody)
	}
	return nil
}
`)},
	"types/types.go": {Data: []byte(`package types

type Step struct {
	Do *string
	Then []Step
	Alias Plain
}

type Plain string

type Value interface{ isValue() }
type ValueMemberNumber struct{ Value int64 }
type ValueMemberText struct{ Value string }
func (*ValueMemberNumber) isValue() {}
func (*ValueMemberText) isValue()   {}
`)},
	"types/enums.go": {Data: []byte(`package types

type Kind string

const (
	KindGreen Kind = "GREEN"
	KindBlack Kind = "BLACK"
)
`)},
	"types/errors.go": {Data: []byte(`package types

type NoSuchTea struct{ Message *string }
func (e *NoSuchTea) ErrorFault() smithy.ErrorFault { return 0 }
type TooHot struct{ Message *string }
func (e *TooHot) ErrorFault() smithy.ErrorFault { return 0 }
`)},
}

const want = `errors NoSuchTea TooHot
Look raises NoSuchTea
  takes {Id*:text}
  gives {Step:{Alias:text Do*:text Then:[...]} Value:<Number:integer Text:text>}
StartJob
  takes {Body:blob ClientToken:text Cups*:integer Digest:blob Due:timestamp Extra:document Kind:BLACK|GREEN Labels:map text Name*:text Share:number Steps:[{Alias:text Do*:text Then:...}] Strict:boolean Type:text}
  gives {Id:text}
`

func TestRead(t *testing.T) {
	m, err := read(sdk)
	if err != nil {
		t.Fatal(err)
	}
	if got := describe(m); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// describe writes a model as text.
func describe(m *model) string {
	var b strings.Builder
	fmt.Fprintf(&b, "errors %s\n", strings.Join(m.errors, " "))
	for _, op := range m.operations {
		b.WriteString(op.name)
		if op.errors != nil {
			fmt.Fprintf(&b, " raises %s", strings.Join(op.errors, " "))
		}
		fmt.Fprintf(&b, "\n  takes %s\n  gives %s\n", shapeText(op.input, nil), shapeText(op.output, nil))
	}
	return b.String()
}

func shapeText(s *shape, inside []*shape) string {
	for _, in := range inside {
		if in == s {
			return "..."
		}
	}
	inside = append(inside, s)
	switch s.kind {
	case enum:
		return strings.Join(s.values, "|")
	case list:
		return "[" + shapeText(s.elem, inside) + "]"
	case mapping:
		return "map " + shapeText(s.elem, inside)
	case structure, union:
		var members []string
		for _, m := range s.members {
			star := ""
			if m.required {
				star = "*"
			}
			members = append(members, m.name+star+":"+shapeText(m.shape, inside))
		}
		text := strings.Join(members, " ")
		if s.kind == union {
			return "<" + text + ">"
		}
		return "{" + text + "}"
	}
	return []string{"text", "integer", "number", "boolean", "timestamp", "blob", "document"}[s.kind]
}

// TestReadRefuses: what is not understood is an error, and nothing that is left
// out.
func TestReadRefuses(t *testing.T) {
	tests := []struct{ name, file, text, want string }{
		{"nothing", "doc.go", "package tea\n", "no operations"},
		{"a type of another package", "api_op_A.go", oneField("X other.Thing"), "AInput.X: type other.Thing is not known"},
		{"a channel", "api_op_A.go", oneField("X chan int"), "AInput.X: type *ast.ChanType is not known"},
		{"a type that is not there", "api_op_A.go", oneField("X types.Y"), "AInput.X: type Y is not known"},
		{"two of one name", "api_op_A.go", oneField("X string; X_ string"), "member X is there twice"},
		{"no Go", "api_op_A.go", "package", "api_op_A.go"},
	}
	for _, tt := range tests {
		_, err := read(fstest.MapFS{tt.file: {Data: []byte(tt.text)}})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.want)
		}
	}
}

func oneField(fields string) string {
	return "package tea\nfunc (c *Client) A() {}\ntype AInput struct{ " + fields + " }\ntype AOutput struct{}\n"
}
