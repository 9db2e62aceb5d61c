"""TensorFlow Serving's messages about models: gRPC's as they are, HTTP's as JSON."""

from google.protobuf import json_format
from tensorflow_serving.apis import (
    get_model_metadata_pb2,
    get_model_status_pb2,
    model_pb2,
)


def model_spec(servable, signature: str = "") -> model_pb2.ModelSpec:
    """Which version of a model answers, and by which signature."""
    return model_pb2.ModelSpec(
        name=servable.name,
        version={"value": servable.version},
        signature_name=signature,
    )


def metadata(servable) -> get_model_metadata_pb2.GetModelMetadataResponse:
    """The signatures of a model, with names, types and shapes of their tensors."""
    response = get_model_metadata_pb2.GetModelMetadataResponse(
        model_spec=model_spec(servable)
    )
    signatures = get_model_metadata_pb2.SignatureDefMap(
        signature_def=servable.signature_defs
    )
    response.metadata["signature_def"].Pack(signatures)
    return response


def status(states) -> get_model_status_pb2.GetModelStatusResponse:
    """How the versions of a model are, of `ModelRepository.states`."""
    return get_model_status_pb2.GetModelStatusResponse(
        model_version_status=[
            {
                "version": state.version,
                "state": state.state,
                "status": {
                    "error_code": "UNKNOWN" if state.error else "OK",
                    "error_message": state.error,
                },
            }
            for state in states
        ]
    )


def to_dict(message) -> dict:
    """A message as TensorFlow Serving writes it in JSON."""
    return json_format.MessageToDict(
        message,
        preserving_proto_field_name=True,
        always_print_fields_with_no_presence=True,
    )
