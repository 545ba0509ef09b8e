from flask import Blueprint

bp = Blueprint("start", __name__)
