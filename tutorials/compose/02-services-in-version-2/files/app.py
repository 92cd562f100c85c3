from flask import Flask
from pymongo import MongoClient

app = Flask(__name__)
visits = MongoClient("mongo", 27017).demo.visits


@app.route("/")
def index():
    visits.insert_one({"page": "/"})
    return "This page was seen %d times.\n" % visits.count_documents({})


if __name__ == "__main__":
    app.run(host="0.0.0.0", port=5000)
