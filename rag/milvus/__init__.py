"""Libraries in Milvus: passages, vectors and keyword search on a server that many share."""
