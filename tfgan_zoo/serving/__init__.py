"""A server of saved models that speaks as TensorFlow Serving does.

Here belongs what answers requests for saved models, whoever trained them. What a saved
model is and how it is loaded is in `export`; a page for people is in `demo`.

Needs the extra `serve`. `server.run` starts one; `tfgan-serve` is its command line.

    model_repository      the models of a folder, which it follows
    servable              one version of a model, and its signatures
    validation            what a request may hold
    concurrency_limiter   how many requests are served at once
    memory_budget         how many bytes they may take together
    rest, json_tensors    HTTP and JSON
    http_body             a body, plain or in gzip
    http_connections      limits of time and memory of each connection
    prediction_service    gRPC
    tensor_protos         its tensors
    messages              what both say of models
    metrics               numbers for Prometheus
    server                both on their ports, until a signal stops them
"""
